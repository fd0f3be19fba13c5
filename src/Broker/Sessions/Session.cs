using Busroot.Broker.Connections;
using Busroot.Broker.Identity;
using Busroot.Broker.Limits;
using Busroot.Broker.Persistence;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Sessions;

/// <summary>What the broker remembers of one client, connected or not: subscriptions, what is queued and what is in flight.</summary>
/// <remarks>Threads: the broker loop only. Parts that a sensor never needs are made when they are first needed: an idle session stays small.</remarks>
public sealed class Session
{
    private readonly BrokerLimits _limits;
    private readonly BrokerCounters _counters;
    private readonly SessionJournal _journal;
    private DeliveryQueue? _queue;
    private InflightWindow? _inflight;
    private ReceivedPublishes? _received;
    private Queue<ushort>? _resend;
    private TopicCache? _topics;
    private Will? _will;

    internal Session(SessionKey key, Principal principal, BrokerLimits limits, BrokerCounters counters, SessionJournal journal)
    {
        Key = key;
        Principal = principal;
        _limits = limits;
        _counters = counters;
        _journal = journal;
    }

    /// <summary>Whose session it is.</summary>
    internal SessionKey Key { get; }

    /// <summary>Names it among the sessions that are stored; zero while it is not. Kept by <see cref="SessionJournal"/>.</summary>
    internal long Number { get; set; }

    /// <summary>Order of its delivery that was stored last. Kept by <see cref="SessionJournal"/>.</summary>
    internal long LastOrder { get; set; }

    /// <summary>Who logged in.</summary>
    internal Principal Principal { get; set; }

    /// <summary>The connection that serves it, or null while the client is away.</summary>
    internal ClientConnection? Connection { get; private set; }

    /// <summary>True while a client is connected to it.</summary>
    public bool IsConnected => Connection is not null;

    /// <summary>Filter to subscription, share prefix included.</summary>
    internal Dictionary<string, Routing.Subscription> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>How long it outlives its connection; zero ends it with the connection.</summary>
    internal TimeSpan Expiry { get; set; }

    /// <summary>When an absent client's session ends, in <see cref="BrokerClock"/> milliseconds.</summary>
    internal long ExpiresAt { get; set; } = long.MaxValue;

    /// <summary>What to publish for the client when its connection ends abnormally; null when there is nothing.</summary>
    internal Will? Will
    {
        get => _will;
        set
        {
            if (!ReferenceEquals(_will, value))
            {
                _will = value;
                _journal.WillChanged(this);
            }
        }
    }

    /// <summary>Names its will among those that are stored; zero while there is none. Kept by <see cref="SessionJournal"/>.</summary>
    internal long WillNumber { get; set; }

    /// <summary>When a pending will is due, in <see cref="BrokerClock"/> milliseconds; <see cref="long.MaxValue"/> when none is pending.</summary>
    internal long WillDueAt { get; set; } = long.MaxValue;

    /// <summary>Deliveries the client may have in flight: the smaller of its Receive Maximum and ours.</summary>
    internal int Window { get; set; }

    /// <summary>Topics it publishes to.</summary>
    internal TopicCache Topics => _topics ??= new TopicCache();

    /// <summary>Its QoS 2 publishes that are not released yet.</summary>
    internal ReceivedPublishes Received => _received ??= new ReceivedPublishes(this, _journal);

    /// <summary>True for a QoS 2 publish that was taken already.</summary>
    internal bool HasReceived(ushort packetId) => _received is not null && _received.Contains(packetId);

    /// <summary>True when deliveries wait for room; who makes room calls <see cref="SendQueued"/>.</summary>
    internal bool HasBacklog => _queue is { Count: > 0 } || _resend is { Count: > 0 };

    internal void Attach(ClientConnection connection)
    {
        Connection = connection;
        ExpiresAt = long.MaxValue;
        WillDueAt = long.MaxValue;
        _topics?.Clear();
    }

    internal void Detach() => Connection = null;

    /// <summary>Drops what is queued on topics that the session's present principal may not receive.</summary>
    internal void DropQueuedWhere(Predicate<byte[]> topic) => _queue?.RemoveWhere(delivery =>
    {
        var drop = topic(delivery.Message.Topic);
        if (drop)
        {
            _journal.Settled(this, delivery);
        }

        return drop;
    });

    /// <summary>True while QoS 0 deliveries wait, so that later ones must wait behind them to keep their order.</summary>
    internal bool QueuesQos0 => _queue is { Qos0Count: > 0 };

    /// <summary>Sends a delivery, or keeps it until the client is there and has room. Takes over the reference.</summary>
    internal void Deliver(in Delivery unnumbered)
    {
        var delivery = unnumbered.Qos == QualityOfService.AtMostOnce ? unnumbered : _journal.Queued(this, unnumbered);
        if (Connection is { } connection && !HasBacklog && HasRoom(connection))
        {
            Send(connection, delivery);
            return;
        }

        _queue ??= new DeliveryQueue();
        if (!_queue.TryEnqueue(delivery, _limits.MaximumQueuedMessages, _limits.MaximumQueuedBytes))
        {
            _journal.Settled(this, delivery);
            delivery.Message.Release();
            if (delivery.Qos == QualityOfService.AtMostOnce)
            {
                _counters.Qos0Dropped++;
                return;
            }

            _counters.QueueOverflows++;
            Connection?.DisconnectSoon(ReasonCode.QuotaExceeded, "The client does not take its messages: its queue is full.");
        }
    }

    /// <summary>What the broker waits for on a packet identifier.</summary>
    internal InflightState StateOf(ushort packetId) => _inflight?.StateOf(packetId) ?? InflightState.Free;

    /// <summary>PUBACK, PUBCOMP or a refusing PUBREC: the delivery is over, the next may go.</summary>
    internal void Settle(ushort packetId)
    {
        End(packetId);
        SendQueued();
    }

    /// <summary>PUBREC: PUBREL follows, and only PUBCOMP is awaited then.</summary>
    internal void ReceivedByClient(ushort packetId)
    {
        _journal.Sent(this, _inflight!.DeliveryOf(packetId), packetId, awaitsPubComp: true);
        _inflight.Received(packetId);
        TakeStep(packetId);
    }

    /// <summary>PUBREC for the second time: PUBREL is sent again, unless it has not been sent at all yet.</summary>
    internal void ReceivedAgain(ushort packetId)
    {
        if (_inflight!.IsStored(packetId))
        {
            Connection?.SendPubRel(packetId);
        }
    }

    /// <summary>The last step of a QoS 2 delivery is on disk: the client may see it.</summary>
    internal void StepStored(ushort packetId)
    {
        if (StateOf(packetId) == InflightState.Free)
        {
            return; // the session has ended meanwhile
        }

        _inflight!.WaitForStore(packetId, waits: false);
        if (Connection is { } connection && _resend?.Contains(packetId) != true)
        {
            SendStep(connection, packetId, dup: false);
            if (StateOf(packetId) == InflightState.Free)
            {
                SendQueued(); // it was too large for the client and has made room
            }
        }
    }

    /// <summary>Puts a delivery back as it was when the process ended. Its message's reference is taken over.</summary>
    internal void Restore(in Delivery delivery, ushort? packetId, bool awaitsPubComp)
    {
        if (packetId is { } identifier)
        {
            _inflight ??= new InflightWindow();
            _inflight.Restore(identifier, delivery, awaitsPubComp);
            return;
        }

        _queue ??= new DeliveryQueue();
        _queue.TryEnqueue(delivery, int.MaxValue, long.MaxValue);
    }

    /// <summary>Puts a will back that was stored under a number.</summary>
    internal void Restore(Will will, long number, long dueAt)
    {
        _will = will;
        WillNumber = number;
        WillDueAt = dueAt;
    }

    /// <summary>Sends again what was in flight when the last connection ended, then what is queued [MQTT-4.4.0-1].</summary>
    internal void Resume()
    {
        _resend = _inflight is { Count: > 0 } inflight ? new Queue<ushort>(inflight.InOrder().Select(entry => entry.Identifier)) : null;
        SendQueued();
    }

    /// <summary>Sends what waits while the client has room: first what is sent again, then what is queued.</summary>
    internal void SendQueued()
    {
        while (Connection is { } connection && _resend is { Count: > 0 } resend && HasRoom(connection))
        {
            SendAgain(connection, resend.Dequeue());
        }

        while (Connection is { } connection && _queue is { Count: > 0 } queue && HasRoom(connection) && queue.TryDequeue(out var delivery))
        {
            Send(connection, delivery);
        }
    }

    /// <summary>Takes out what another member of a share group may still get: what was not sent, and QoS 1 that was not acknowledged [MQTT-4.8.2-5].</summary>
    internal List<Delivery> TakeShared()
    {
        var shared = _inflight?.InOrder().Where(entry => entry.State == InflightState.AwaitingPubAck).Select(entry => entry.Delivery).ToList() ?? [];
        shared.ForEach(delivery => delivery.Message.AddReference()); // the window gives its own back
        while (_queue is not null && _queue.TryDequeue(out var delivery))
        {
            shared.Add(delivery);
        }

        shared.RemoveAll(ReleaseUnlessShared);
        return shared;

        static bool ReleaseUnlessShared(Delivery delivery)
        {
            if (delivery.Share is null)
            {
                delivery.Message.Release();
            }

            return delivery.Share is null;
        }
    }

    /// <summary>Drops everything it holds.</summary>
    internal void Clear()
    {
        _queue?.Clear();
        _inflight?.Clear();
        _received?.Clear();
        _resend = null;
        Will = null;
    }

    private void End(ushort packetId)
    {
        _journal.Settled(this, _inflight!.DeliveryOf(packetId));
        _inflight.Settle(packetId);
    }

    private bool HasRoom(ClientConnection connection) =>
        (_inflight?.Count ?? 0) - (_resend?.Count ?? 0) < Window && connection.PendingBytes <= _limits.MaximumUnreadBytes;

    private void SendAgain(ClientConnection connection, ushort identifier)
    {
        if (_inflight!.IsStored(identifier))
        {
            SendStep(connection, identifier, dup: true); // [MQTT-3.3.1-1]
        }
    }

    /// <summary>Sends PUBLISH or PUBREL when it is on disk that it is sent, or now when nothing of the session outlives the process.</summary>
    /// <remarks>
    /// QoS 2 is once only if both sides remember the same: a client that has seen an identifier which the server, killed, gives to another message,
    /// throws that message away; one that has seen PUBREL takes the message for a new one when it is sent again. Source: MQTT 5.0 §4.3.3.
    /// </remarks>
    private void TakeStep(ushort identifier)
    {
        if (_journal.StepLater(this, identifier))
        {
            _inflight!.WaitForStore(identifier, waits: true);
        }
        else if (Connection is { } connection)
        {
            SendStep(connection, identifier, dup: false);
        }
    }

    private void SendStep(ClientConnection connection, ushort identifier, bool dup)
    {
        switch (_inflight!.StateOf(identifier))
        {
            case InflightState.AwaitingPubComp:
                connection.SendPubRel(identifier);
                break;
            case InflightState.AwaitingPubAck or InflightState.AwaitingPubRec
                when !connection.SendPublish(_inflight.DeliveryOf(identifier), identifier, dup):
                End(identifier); // larger than the client takes: complete as if sent [MQTT-3.1.2-25]
                break;
        }
    }

    private void Send(ClientConnection connection, in Delivery delivery)
    {
        if (delivery.Message.ExpiresAt <= connection.Now)
        {
            _counters.ExpiredMessages++;
            _journal.Settled(this, delivery);
            delivery.Message.Release();
            return;
        }

        if (delivery.Qos == QualityOfService.AtMostOnce)
        {
            connection.SendPublish(delivery, packetId: 0, dup: false);
            delivery.Message.Release();
            return;
        }

        _inflight ??= new InflightWindow();
        var identifier = _inflight.Add(delivery);
        _journal.Sent(this, delivery, identifier, awaitsPubComp: false);
        if (delivery.Qos == QualityOfService.AtLeastOnce)
        {
            SendStep(connection, identifier, dup: false);
        }
        else
        {
            TakeStep(identifier);
        }
    }
}

/// <summary>Names a session: a client ID is unique to whoever logged in with it, so nobody can take over another's.</summary>
/// <param name="Owner">User name, or the empty text on a listener opened for development.</param>
/// <param name="ClientId">Client identifier as sent or assigned.</param>
internal readonly record struct SessionKey(string Owner, string ClientId);
