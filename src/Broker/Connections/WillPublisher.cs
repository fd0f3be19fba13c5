using Busroot.Broker.Intake;
using Busroot.Broker.Routing;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Connections;

/// <summary>Publishes what clients left to be said when they are lost: as a reading where the topic carries readings, like anything else on it.</summary>
/// <remarks>Source: MQTT 5.0 §3.1.2.5. Threads: the broker loop only.</remarks>
internal sealed class WillPublisher(MessageBroker broker)
{
    private readonly Queue<(PublishedTopic Topic, Session Session, Will Will)> _waiting = [];

    /// <summary>Publishes a will, or keeps it until its lane has room.</summary>
    public void Publish(Session session, Will will)
    {
        var topic = broker.Publishes.TopicOf(session, broker.OpenLimits, will.Topic); // its length was judged at CONNECT
        if (topic.Verdict == TopicVerdict.Allowed && !TryPublish(topic, session, will))
        {
            _waiting.Enqueue((topic, session, will));
        }
    }

    /// <summary>Tries again what found its lane full.</summary>
    public void Retry()
    {
        for (var left = _waiting.Count; left > 0; left--)
        {
            var (topic, session, will) = _waiting.Dequeue();
            if (!TryPublish(topic, session, will))
            {
                _waiting.Enqueue((topic, session, will));
            }
        }
    }

    /// <summary>Drops the wills of a login that is no more.</summary>
    public void Forget(string owner)
    {
        for (var left = _waiting.Count; left > 0; left--)
        {
            var waiting = _waiting.Dequeue();
            if (waiting.Session.Key.Owner != owner)
            {
                _waiting.Enqueue(waiting);
            }
        }
    }

    private bool TryPublish(PublishedTopic topic, Session session, Will will)
    {
        if (topic.Intake is { } intake && !broker.Intake.TryAccept(intake, ReadingOf(will)))
        {
            return false;
        }

        if (topic.Intake is null or { AlsoRouted: true })
        {
            broker.Publish(new Publication
            {
                Route = topic.Route,
                Payload = will.Payload,
                Properties = will.Properties,
                Qos = will.Qos,
                Retain = will.Retain,
                ExpiresAt = broker.ExpiryOf(will.MessageExpiryInterval),
                Publisher = session,
            });
        }

        return true;
    }

    private Reading ReadingOf(Will will) => new()
    {
        Topic = will.Topic,
        Payload = will.Payload,
        At = broker.Clock.UtcNow,
        Qos = QualityOfService.AtMostOnce, // nobody is left to be acknowledged
        Retain = will.Retain,
    };
}
