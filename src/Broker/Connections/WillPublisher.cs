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
    private readonly Dictionary<SessionKey, (Session Session, bool WasLost)> _restored = [];

    /// <summary>Takes over a will that was stored when the process ended.</summary>
    /// <param name="session">A session of its own that is in no table: it has the will and the moment it is due, and who publishes it.</param>
    /// <param name="wasLost">True when its client had been lost before, and the will waited for its delay.</param>
    public void Restore(Session session, bool wasLost)
    {
        if (_restored.Remove(session.Key, out var older))
        {
            older.Session.Will = null;
        }

        _restored.Add(session.Key, (session, wasLost));
    }

    /// <summary>The client of a restored will is back. Its will is not published: it was the server that was lost.</summary>
    /// <param name="key">The client.</param>
    /// <param name="cleanStart">True ends the session it had, and with it the delay of a client that was lost before the server was (MQTT 5.0 §3.1.3.2.2).</param>
    public void ClientReturned(SessionKey key, bool cleanStart)
    {
        if (!_restored.Remove(key, out var restored))
        {
            return;
        }

        if (cleanStart && restored.WasLost)
        {
            PublishOf(restored.Session);
        }

        restored.Session.Will = null;
    }

    /// <summary>Publishes restored wills that are due, and tries again what found its lane full. Called about once a second.</summary>
    public void Tick()
    {
        foreach (var (key, (session, _)) in _restored.Where(entry => entry.Value.Session.WillDueAt <= broker.Clock.Milliseconds).ToList())
        {
            _restored.Remove(key);
            PublishOf(session);
        }

        Retry();
    }

    /// <summary>Publishes the will of a session, which has none afterwards.</summary>
    public void PublishOf(Session session)
    {
        if (session.Will is { } will)
        {
            session.Will = null;
            session.WillDueAt = long.MaxValue;
            Publish(session, will);
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

        foreach (var key in _restored.Keys.Where(key => key.Owner == owner).ToList())
        {
            _restored.Remove(key, out var restored);
            restored.Session.Will = null;
        }
    }

    private void Retry()
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

    /// <summary>Publishes a will, or keeps it until its lane has room.</summary>
    private void Publish(Session session, Will will)
    {
        var topic = broker.Publishes.TopicOf(session, broker.OpenLimits, will.Topic); // its length was judged at CONNECT
        if (topic.Verdict == TopicVerdict.Allowed && !TryPublish(topic, session, will))
        {
            _waiting.Enqueue((topic, session, will));
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
