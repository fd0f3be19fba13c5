using System.Text;
using Busroot.Broker;
using Busroot.Broker.Routing;
using Busroot.Mqtt;
using Busroot.Storage.History;

namespace Busroot.Server.Pipeline;

/// <summary>Publishes what was stored and not yet handed to every session when the process ended.</summary>
/// <remarks>
/// The history is the log of what is to be published; how far it has been is stored in one transaction with the deliveries it led to
/// (<see cref="Broker.Persistence.SessionChanges.LogPosition"/>). So a session that outlived the process gets each signal once, whenever it ended.
/// </remarks>
internal static class UnpublishedSignals
{
    /// <summary>Publishes them, oldest first. Broker loop, or before it runs; after sessions are restored and before clients connect.</summary>
    /// <param name="history">Holds the frames.</param>
    /// <param name="publishedThrough">Number of the last frame that was published.</param>
    /// <param name="broker">Takes them.</param>
    /// <returns>Frames whose signals were published.</returns>
    public static int Publish(HistoryStore history, long publishedThrough, MessageBroker broker)
    {
        var frames = 0;
        foreach (var frame in history.ReadSignalsAfter(publishedThrough))
        {
            foreach (var signals in frame.Signals)
            {
                broker.Publish(new Publication
                {
                    Route = new TopicRoute(Encoding.UTF8.GetBytes(signals.Topic)),
                    Payload = signals.Json.Span,
                    Qos = QualityOfService.ExactlyOnce,
                    Retain = signals.Retain,
                    ExpiresAt = long.MaxValue,
                });
            }

            frames++;
            broker.PublishedThrough(frame.Sequence);
        }

        return frames;
    }
}
