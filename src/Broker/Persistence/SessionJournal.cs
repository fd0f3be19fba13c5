using System.Globalization;
using Busroot.Broker.Connections;
using Busroot.Broker.Routing;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;

namespace Busroot.Broker.Persistence;

/// <summary>Gathers what must be stored of sessions and retained messages, while the last set is being stored.</summary>
/// <remarks>
/// Group commit: whoever stores takes one set at a time, everything that happens meanwhile is the next one. A publish that changed
/// anything is acknowledged when its set is on disk. Threads: the broker loop only.
/// </remarks>
internal sealed class SessionJournal(BrokerClock clock, PersistenceMode mode)
{
    private SessionChanges _gathering = new();
    private SessionChanges? _spare = new();
    private long _positionAtLastMark;
    private long _marked;
    private long _lastSession;
    private long _lastWill;
    private long _lastMessage; // its own count, as each session has one of its deliveries: what ends together is then a range of numbers to the store

    /// <summary>False when nothing outlives the process: then nothing is gathered.</summary>
    public bool IsOn { get; } = mode != PersistenceMode.None;

    /// <summary>Counts changes; differs before and after a publish that has to be stored.</summary>
    public long Position { get; private set; }

    /// <summary>True when something was gathered since a position, and who caused it must wait until it is stored.</summary>
    public bool MustWait(long position) => IsOn && Position != position;

    /// <summary>Marks how far a log of published messages has come. A mark that follows a change is stored without delay, another with the next change; none goes back.</summary>
    public void PublishedThrough(long logPosition)
    {
        if (IsOn && logPosition > _marked) // a run that only changed what a rule remembers has no place in the log
        {
            _marked = logPosition;
            _gathering.Mark(logPosition, isDue: Position != _positionAtLastMark);
            _positionAtLastMark = Position;
        }
    }

    /// <summary>Has the last mark stored with the next set, whatever else is in it: what is published need not be kept as if it were not.</summary>
    public void StoreMark() => _gathering.StoreMark();

    /// <summary>Numbers after these are unused.</summary>
    public void StartAfter(long session, long message, long will)
    {
        _lastSession = session;
        _lastMessage = message;
        _lastWill = will;
    }

    /// <summary>Takes what was gathered, unless the last set is still being stored or there is nothing.</summary>
    public SessionChanges? Take()
    {
        if (_spare is null || _gathering.IsIdle)
        {
            return null;
        }

        var taken = _gathering;
        taken.HoldMessages();
        _gathering = _spare;
        _spare = null;
        return taken;
    }

    /// <summary>A set that was taken is on disk.</summary>
    public void Stored(SessionChanges changes)
    {
        changes.Stored();
        _spare = changes;
    }

    /// <summary>Does something once everything gathered so far is stored.</summary>
    public void AfterStored(Action action) => _gathering.AfterStored(action);

    /// <summary>True when everything is stored.</summary>
    public bool IsIdle => _spare is not null && _gathering.IsIdle;

    /// <summary>Has a publish acknowledged once everything gathered so far is stored.</summary>
    public void AcknowledgeLater(ClientConnection connection, uint ticket, ReasonCode answer) => _gathering.AcknowledgeLater(connection, ticket, answer);

    /// <summary>Answers a PUBREL: at once, or when it is stored that the identifier is free.</summary>
    /// <remarks>
    /// A client uses the identifier again once it has PUBCOMP. Were it still taken on disk when the process is killed then, the new publish
    /// would be answered as a repetition of the old one, and lost.
    /// </remarks>
    public void Complete(Session session, ClientConnection connection, ushort packetId)
    {
        if (session.Number == 0)
        {
            connection.SendPubComp(packetId);
        }
        else
        {
            _gathering.ReleaseLater(connection, packetId);
        }
    }

    /// <summary>A session began, or its expiry changed. One that ends with its connection and was never stored is not stored now.</summary>
    public void Saved(Session session)
    {
        if (!IsOn || (session.Number == 0 && session.Expiry == TimeSpan.Zero))
        {
            return;
        }

        var isFirst = session.Number == 0;
        session.Number = isFirst ? ++_lastSession : session.Number;
        _gathering.Sessions[session.Number] = new StoredSession(
            session.Number, session.Key.Owner, session.Key.ClientId, session.Expiry, session.IsConnected ? null : clock.ToUtc(session.ExpiresAt));
        Position++;
        if (isFirst)
        {
            session.Subscriptions.Values.ToList().ForEach(Saved);
        }
    }

    /// <summary>A session ended, with all that hangs on it.</summary>
    public void Removed(Session session)
    {
        if (session.Number != 0)
        {
            _gathering.Sessions[session.Number] = null;
            session.Number = 0;
            Position++;
        }
    }

    /// <summary>A subscription was made or changed.</summary>
    public void Saved(Subscription subscription)
    {
        if (subscription.Session.Number != 0)
        {
            _gathering.Subscriptions[(subscription.Session.Number, subscription.Filter)] = new StoredSubscription(
                subscription.Filter, subscription.MaximumQos, subscription.NoLocal, subscription.RetainAsPublished, subscription.Identifier);
            Position++;
        }
    }

    /// <summary>A subscription ended.</summary>
    public void Removed(Subscription subscription)
    {
        if (subscription.Session.Number != 0)
        {
            _gathering.Subscriptions[(subscription.Session.Number, subscription.Filter)] = null;
            Position++;
        }
    }

    /// <summary>A delivery is queued.</summary>
    /// <returns>The delivery with its number, if its session is stored.</returns>
    public Delivery Queued(Session session, in Delivery delivery)
    {
        if (session.Number == 0)
        {
            return delivery;
        }

        Save(delivery.Message);
        var numbered = delivery with { Order = ++session.LastOrder };
        _gathering.Deliveries[(session.Number, numbered.Order)] = Describe(numbered, packetId: null, awaitsPubComp: false, isNew: true);
        Position++;
        return numbered;
    }

    /// <summary>A delivery was sent under a packet identifier, or PUBREC came for it.</summary>
    public void Sent(Session session, in Delivery delivery, ushort packetId, bool awaitsPubComp)
    {
        if (session.Number != 0 && delivery.Order != 0)
        {
            var key = (session.Number, delivery.Order);
            var isNew = _gathering.Deliveries.TryGetValue(key, out var known) && known is { IsNew: true };
            _gathering.Deliveries[key] = Describe(delivery, packetId, awaitsPubComp, isNew);
            Position++;
        }
    }

    /// <summary>Has the next step of a QoS 2 delivery taken once everything gathered so far is stored.</summary>
    /// <returns>False when the session is not stored: take it now.</returns>
    public bool StepLater(Session session, ushort packetId)
    {
        if (session.Number == 0)
        {
            return false;
        }

        _gathering.StepLater(session, packetId);
        return true;
    }

    /// <summary>A delivery is over.</summary>
    public void Settled(Session session, in Delivery delivery)
    {
        if (session.Number == 0 || delivery.Order == 0)
        {
            return;
        }

        var key = (session.Number, delivery.Order);
        if (_gathering.Deliveries.TryGetValue(key, out var known) && known is { IsNew: true })
        {
            _gathering.Deliveries.Remove(key); // came and went between two commits
            return;
        }

        _gathering.Deliveries[key] = null;
    }

    /// <summary>A QoS 2 publish was received and waits for PUBREL, or its PUBREL came.</summary>
    public void Received(Session session, ushort packetId, bool awaitsPubRel)
    {
        if (session.Number != 0)
        {
            _gathering.Received[(session.Number, packetId)] = awaitsPubRel;
            Position++;
        }
    }

    /// <summary>A topic has a retained message now; null when it has none any more.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="message">Its message.</param>
    /// <param name="owner">The device it counts against; null for none.</param>
    public void Retained(byte[] topic, Message? message, string? owner)
    {
        if (!IsOn)
        {
            return;
        }

        if (message is not null)
        {
            Save(message);
        }

        _gathering.Retained[topic] = message is null ? null : new StoredRetained(message.Number, owner);
        Position++;
    }

    /// <summary>A session has another will than before, or none, or the delay of its will has begun.</summary>
    /// <remarks>Nobody waits for it to be stored: a client that is killed with the server in the same moment has not been promised anything yet.</remarks>
    public void WillChanged(Session session)
    {
        if (!IsOn)
        {
            return;
        }

        if (session.Will is { } will)
        {
            session.WillNumber = session.WillNumber == 0 ? ++_lastWill : session.WillNumber;
            _gathering.Wills[session.WillNumber] = new StoredWill(session.WillNumber, session.Key.Owner, session.Key.ClientId, will, clock.ToUtc(session.WillDueAt));
        }
        else if (session.WillNumber != 0)
        {
            _gathering.Wills[session.WillNumber] = null;
            session.WillNumber = 0;
        }
    }

    /// <summary>Nothing refers to a stored message any more.</summary>
    public void Released(long message)
    {
        if (!_gathering.Messages.Remove(message))
        {
            _gathering.Messages[message] = null;
        }
    }

    private void Save(Message message)
    {
        if (message.Number == 0)
        {
            message.Number = ++_lastMessage;
            message.ExpiresAtUtc = clock.ToUtc(message.ExpiresAt);
            _gathering.Messages[message.Number] = message;
        }
    }

    private static StoredDelivery Describe(in Delivery delivery, ushort? packetId, bool awaitsPubComp, bool isNew) => new(
        awaitsPubComp ? null : delivery.Message.Number, // after PUBREC the message itself is not needed any more
        delivery.Qos,
        delivery.Retain,
        delivery.Identifiers is { } identifiers ? string.Join(',', identifiers.Select(identifier => identifier.ToString(CultureInfo.InvariantCulture))) : null,
        packetId,
        awaitsPubComp,
        isNew);
}
