namespace Busroot.Broker;

/// <summary>What the broker has counted since it started. Per-message facts are numbers here, never log lines.</summary>
/// <remarks>Threads: written on the broker loop; any thread may read, and may see a value a moment old.</remarks>
public sealed class BrokerCounters
{
    /// <summary>Connections open now.</summary>
    public long Connections { get; internal set; }

    /// <summary>Connections that were let in.</summary>
    public long ConnectionsAccepted { get; internal set; }

    /// <summary>Connections refused: wrong credentials, client ID, protocol version or a limit.</summary>
    public long ConnectionsRefused { get; internal set; }

    /// <summary>Connections ended because a packet broke the protocol.</summary>
    public long ProtocolErrors { get; internal set; }

    /// <summary>PUBLISH packets received.</summary>
    public long MessagesReceived { get; internal set; }

    /// <summary>PUBLISH packets sent.</summary>
    public long MessagesSent { get; internal set; }

    /// <summary>Publishes refused for lack of rights to the topic.</summary>
    public long PublishesRefused { get; internal set; }

    /// <summary>QoS 0 messages dropped because a receiver left too much unread.</summary>
    public long Qos0Dropped { get; internal set; }

    /// <summary>QoS 1 and 2 messages refused because a receiver's queue was full.</summary>
    public long QueueOverflows { get; internal set; }

    /// <summary>Messages whose expiry passed before they could be delivered.</summary>
    public long ExpiredMessages { get; internal set; }

    /// <summary>Filters refused in SUBSCRIBE.</summary>
    public long SubscriptionsRefused { get; internal set; }

    /// <summary>Messages to be retained that were delivered and, for a limit, not kept.</summary>
    public long RetainedRefused { get; internal set; }

    /// <summary>Messages retained now.</summary>
    public long RetainedMessages { get; internal set; }

    /// <summary>Sessions kept now, connected or not.</summary>
    public long Sessions { get; internal set; }

    /// <summary>Subscriptions held now.</summary>
    public long Subscriptions { get; internal set; }
}
