using Busroot.Broker.Connections;
using Busroot.Broker.Identity;
using Busroot.Broker.Limits;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Sessions;

/// <summary>What the broker remembers of one client, connected or not: subscriptions, what is queued and what is in flight.</summary>
/// <remarks>Threads: the broker loop only. Parts that a sensor never needs are made when they are first needed: an idle session stays small.</remarks>
public sealed class Session
{
    private readonly BrokerLimits _limits;
    private readonly BrokerCounters _counters;
    private DeliveryQueue? _queue;
    private InflightWindow? _inflight;
    private HashSet<ushort>? _receivedQos2;
    private TopicCache? _topics;

    internal Session(SessionKey key, Principal principal, BrokerLimits limits, BrokerCounters counters)
    {
        Key = key;
        Principal = principal;
        _limits = limits;
        _counters = counters;
    }

    /// <summary>Whose session it is.</summary>
    internal SessionKey Key { get; }

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
    internal Will? Will { get; set; }

    /// <summary>When a pending will is due, in <see cref="BrokerClock"/> milliseconds; <see cref="long.MaxValue"/> when none is pending.</summary>
    internal long WillDueAt { get; set; } = long.MaxValue;

    /// <summary>Deliveries the client may have in flight: the smaller of its Receive Maximum and ours.</summary>
    internal int Window { get; set; }

    /// <summary>Topics it publishes to.</summary>
    internal TopicCache Topics => _topics ??= new TopicCache();

    /// <summary>QoS 2 packet identifiers received and not yet released by the client [MQTT-4.3.3-10].</summary>
    internal HashSet<ushort> ReceivedQos2 => _receivedQos2 ??= [];

    /// <summary>QoS 2 publishes that wait for PUBREL.</summary>
    internal int UnreleasedQos2 => _receivedQos2?.Count ?? 0;

    internal void Attach(ClientConnection connection)
    {
        Connection = connection;
        ExpiresAt = long.MaxValue;
        WillDueAt = long.MaxValue;
        _topics?.Clear();
    }

    internal void Detach() => Connection = null;

    /// <summary>Sends a QoS 1 or 2 delivery, or keeps it until the client is there and has room. Takes over the reference.</summary>
    internal void Deliver(in Delivery delivery)
    {
        if (Connection is { } connection && (_queue is null || _queue.Count == 0) && HasRoom(connection))
        {
            Send(connection, delivery);
            return;
        }

        _queue ??= new DeliveryQueue();
        if (!_queue.TryEnqueue(delivery, _limits.MaximumQueuedMessages, _limits.MaximumQueuedBytes))
        {
            _counters.QueueOverflows++;
            delivery.Message.Release();
            Connection?.Disconnect(ReasonCode.QuotaExceeded, "The client does not take its messages: its queue is full.");
        }
    }

    /// <summary>What the broker waits for on a packet identifier.</summary>
    internal InflightState StateOf(ushort packetId) => _inflight?.StateOf(packetId) ?? InflightState.Free;

    /// <summary>PUBACK, PUBCOMP or a refusing PUBREC: the delivery is over, the next may go.</summary>
    internal void Settle(ushort packetId)
    {
        _inflight!.Settle(packetId);
        SendQueued();
    }

    /// <summary>PUBREC: only PUBCOMP is awaited now.</summary>
    internal void ReceivedByClient(ushort packetId) => _inflight!.Received(packetId);

    /// <summary>Sends again what was in flight when the last connection ended, then what is queued [MQTT-4.4.0-1].</summary>
    internal void Resume()
    {
        if (Connection is not { } connection)
        {
            return;
        }

        foreach (var (identifier, state, delivery) in _inflight?.InOrder() ?? [])
        {
            if (state == InflightState.AwaitingPubComp)
            {
                connection.SendPubRel(identifier);
            }
            else
            {
                connection.SendPublish(delivery, identifier, dup: true);
            }
        }

        SendQueued();
    }

    /// <summary>Sends queued deliveries while the client has room.</summary>
    internal void SendQueued()
    {
        while (Connection is { } connection && _queue is { Count: > 0 } queue && HasRoom(connection) && queue.TryDequeue(out var delivery))
        {
            Send(connection, delivery);
        }
    }

    /// <summary>Drops everything it holds.</summary>
    internal void Clear()
    {
        _queue?.Clear();
        _inflight?.Clear();
        _receivedQos2?.Clear();
        Will = null;
    }

    private bool HasRoom(ClientConnection connection) =>
        (_inflight?.Count ?? 0) < Window && connection.PendingBytes <= _limits.MaximumUnreadBytes;

    private void Send(ClientConnection connection, in Delivery delivery)
    {
        if (delivery.Message.ExpiresAt <= connection.Now)
        {
            _counters.ExpiredMessages++;
            delivery.Message.Release();
            return;
        }

        _inflight ??= new InflightWindow();
        var identifier = _inflight.Add(delivery);
        if (!connection.SendPublish(delivery, identifier, dup: false))
        {
            _inflight.Settle(identifier); // too large for this client: complete as if sent [MQTT-3.1.2-25]
        }
    }
}

/// <summary>Names a session: a client ID is unique to whoever logged in with it, so nobody can take over another's.</summary>
/// <param name="Owner">User name, or the empty text on a listener opened for development.</param>
/// <param name="ClientId">Client identifier as sent or assigned.</param>
internal readonly record struct SessionKey(string Owner, string ClientId);
