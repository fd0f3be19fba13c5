using Busroot.Broker;
using Busroot.Broker.Routing;
using Busroot.Mqtt;
using Busroot.Server.Loops;
using Busroot.Server.Pipeline.Lanes;

namespace Busroot.Server.Pipeline;

/// <summary>The last stage: publishes the signals of a run that is stored, and answers the publishers of its readings.</summary>
/// <remarks>
/// Signals are published at QoS 2 whatever the device used: each subscriber gets them at the QoS it asked for, and one that is away finds
/// them when it returns. How far the history has been published is stored with the sessions' deliveries; see <see cref="UnpublishedSignals"/>. Threads: the broker loop only.
/// </remarks>
internal sealed class SignalPublisher(WorkLoop loop) : IRunStage
{
    private MessageBroker? _broker;

    public WorkLoop Loop { get; } = loop;

    /// <summary>Names the broker; once, before the loop starts.</summary>
    public void SendTo(MessageBroker broker) => _broker = broker;

    public void Process(LaneRun run)
    {
        foreach (ref readonly var reading in run.Readings)
        {
            PublishSignals(run, reading);
        }

        _broker!.PublishedThrough(run.LastFrame);
        foreach (ref readonly var reading in run.Readings)
        {
            reading.Publisher?.Acknowledge(reading.Ticket, reading.Answer);
        }

        foreach (var waiter in run.Waiters)
        {
            waiter.Done();
        }

        run.Lane.Release(run);
    }

    private void PublishSignals(LaneRun run, in FinishedReading reading)
    {
        for (var i = reading.FirstSignal; i < reading.EndSignal; i++)
        {
            var entry = run.Signals[i];
            _broker!.Publish(new Publication
            {
                Route = run.Targets[i],
                Payload = run.Signals.GetPayload(entry),
                Qos = QualityOfService.ExactlyOnce,
                Retain = reading.RetainSignals,
                ExpiresAt = long.MaxValue,
            });
        }
    }
}
