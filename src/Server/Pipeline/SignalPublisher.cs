using Busroot.Broker;
using Busroot.Broker.Routing;
using Busroot.Mqtt;
using Busroot.Server.Loops;

namespace Busroot.Server.Pipeline;

/// <summary>The last stage: publishes a batch's signals and answers the publishers of its readings.</summary>
/// <remarks>
/// Signals are published at QoS 1 whatever the device used, so that a core processor that is away gets them when it returns.
/// Threads: the broker loop only.
/// </remarks>
internal sealed class SignalPublisher(WorkLoop loop) : IReadingStage
{
    private MessageBroker? _broker;

    public WorkLoop Loop { get; } = loop;

    /// <summary>Names the broker; once, before the loop starts.</summary>
    public void SendTo(MessageBroker broker) => _broker = broker;

    public void Process(ReadingBatch batch)
    {
        foreach (ref var reading in batch.Readings)
        {
            var position = _broker!.JournalPosition;
            for (var i = reading.FirstSignal; i < reading.EndSignal; i++)
            {
                var entry = batch.Signals[i];
                _broker.Publish(new Publication
                {
                    Route = reading.Route.Target ?? (entry.Station is { } station ? reading.Route.Device.StationSignals(station) : reading.Route.Device.Signals),
                    Payload = batch.Signals.GetPayload(entry),
                    Qos = QualityOfService.AtLeastOnce,
                    Retain = reading.Route.Native && reading.Retain,
                    ExpiresAt = long.MaxValue,
                });
            }

            if (reading is { Qos: not QualityOfService.AtMostOnce, Publisher: { } publisher })
            {
                _broker.Acknowledge((publisher, reading.Ticket), reading.Answer, position);
            }
        }

        batch.Lane.Release(batch);
    }
}
