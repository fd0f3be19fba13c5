using Busroot.Broker.Connections;
using Busroot.Broker.Routing;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Persistence;

/// <summary>What changed in sessions and retained messages, to be stored in one transaction; of several changes to one thing the last counts.</summary>
/// <remarks>
/// Owner: the broker loop while it gathers, then whoever stores it, then the loop again. What was added and is gone again before it was
/// stored leaves no trace: a subscriber that keeps up costs the disk nothing.
/// </remarks>
public sealed class SessionChanges
{
    private readonly List<(ClientConnection Connection, uint Ticket, ReasonCode Answer)> _acknowledgements = [];
    private readonly List<(Session Session, ushort PacketId)> _steps = [];
    private readonly List<(ClientConnection Connection, ushort PacketId)> _releases = [];
    private readonly List<Action> _afterwards = [];
    private readonly List<Message> _held = [];
    private bool _isMarkDue;

    /// <summary>Sessions by number; null for one that ended, with all that hangs on it.</summary>
    public Dictionary<long, StoredSession?> Sessions { get; } = [];

    /// <summary>Subscriptions by session and filter; null for one that ended.</summary>
    public Dictionary<(long Session, string Filter), StoredSubscription?> Subscriptions { get; } = [];

    /// <summary>Deliveries by session and order; null for one that is settled.</summary>
    public Dictionary<(long Session, long Order), StoredDelivery?> Deliveries { get; } = [];

    /// <summary>QoS 2 identifiers received from a client: true while its PUBREL is awaited.</summary>
    public Dictionary<(long Session, ushort PacketId), bool> Received { get; } = [];

    /// <summary>Retained messages by topic; null for a topic that was cleared.</summary>
    public Dictionary<byte[], StoredRetained?> Retained { get; } = new(Utf8Comparer.Instance);

    /// <summary>Messages by number; null for one that nothing refers to any more.</summary>
    public Dictionary<long, Message?> Messages { get; } = [];

    /// <summary>Wills by number; null for one that was published or withdrawn.</summary>
    public Dictionary<long, StoredWill?> Wills { get; } = [];

    /// <summary>
    /// How far the log has come whose messages were published up to this set, see <see cref="MessageBroker.PublishedThrough"/>; null when it
    /// has not moved. Stored with the set: a session then has what was published before it, and nothing twice.
    /// </summary>
    public long? LogPosition { get; private set; }

    /// <summary>True when there is nothing to store, or only a log position that nobody's session depends on.</summary>
    public bool IsEmpty => !_isMarkDue && Sessions.Count + Subscriptions.Count + Deliveries.Count + Received.Count + Retained.Count + Messages.Count + Wills.Count == 0;

    /// <summary>True when there is nothing to store and nobody to answer.</summary>
    internal bool IsIdle => IsEmpty && _acknowledgements.Count + _steps.Count + _releases.Count == 0 && _afterwards.Count == 0;

    /// <summary>Keeps the bytes of new messages while they are being stored.</summary>
    internal void HoldMessages() => _held.AddRange(Messages.Values.OfType<Message>().Select(message => message.AddReference()));

    internal void Mark(long logPosition, bool isDue)
    {
        LogPosition = logPosition;
        _isMarkDue |= isDue; // also when the deliveries came and went: without the mark they would come again
    }

    /// <summary>Has the log position stored with this set even if nothing else is in it.</summary>
    internal void StoreMark() => _isMarkDue |= LogPosition is not null;

    internal void AfterStored(Action action) => _afterwards.Add(action);

    internal void StepLater(Session session, ushort packetId) => _steps.Add((session, packetId));

    internal void ReleaseLater(ClientConnection connection, ushort packetId) => _releases.Add((connection, packetId));

    internal void AcknowledgeLater(ClientConnection connection, uint ticket, ReasonCode answer) => _acknowledgements.Add((connection, ticket, answer));

    /// <summary>All of it is stored: answers whoever waited for that, and empties the object. Broker loop only.</summary>
    internal void Stored()
    {
        foreach (var (connection, ticket, answer) in _acknowledgements)
        {
            connection.Acknowledge(ticket, answer);
        }

        foreach (var (session, packetId) in _steps)
        {
            session.StepStored(packetId);
        }

        foreach (var (connection, packetId) in _releases)
        {
            connection.SendPubComp(packetId);
        }

        _acknowledgements.Clear();
        _steps.Clear();
        _releases.Clear();
        _afterwards.ForEach(action => action());
        _afterwards.Clear();
        Sessions.Clear();
        Subscriptions.Clear();
        Deliveries.Clear();
        Received.Clear();
        Retained.Clear();
        Messages.Clear();
        Wills.Clear();
        LogPosition = null;
        _isMarkDue = false;
        foreach (var message in _held)
        {
            message.Release(); // last: it may be the end of a message, which is a change for the next set
        }

        _held.Clear();
    }
}

/// <summary>A session as it is stored.</summary>
/// <param name="Number">Names it for ever; a session that replaces another under the same client ID has its own.</param>
/// <param name="Owner">User name it logged in with; empty for the open listener.</param>
/// <param name="ClientId">Client identifier.</param>
/// <param name="Expiry">How long it outlives its connection.</param>
/// <param name="ExpiresAt">When it ends; null while its client is connected.</param>
public sealed record StoredSession(long Number, string Owner, string ClientId, TimeSpan Expiry, DateTimeOffset? ExpiresAt);

/// <summary>A subscription as it is stored.</summary>
public sealed record StoredSubscription(string Filter, QualityOfService MaximumQos, bool NoLocal, bool RetainAsPublished, int Identifier);

/// <summary>A delivery as it is stored.</summary>
/// <param name="Message">Number of its message; null once PUBREC came.</param>
/// <param name="Qos">1 or 2.</param>
/// <param name="Retain">RETAIN flag towards the client.</param>
/// <param name="Identifiers">Subscription identifiers, comma-separated; null for none.</param>
/// <param name="PacketId">Packet identifier once it was sent; null while it is queued.</param>
/// <param name="AwaitsPubComp">True once PUBREC came: only PUBREL is sent again.</param>
/// <param name="IsNew">True when no earlier set holds it.</param>
public sealed record StoredDelivery(long? Message, QualityOfService Qos, bool Retain, string? Identifiers, ushort? PacketId, bool AwaitsPubComp, bool IsNew);

/// <summary>A message as it is stored.</summary>
public sealed record StoredMessage(
    long Number, byte[] Topic, byte[] Payload, byte[] Properties, QualityOfService Qos, bool Retain, DateTimeOffset? ExpiresAt);

/// <summary>A retained message as it is stored.</summary>
/// <param name="Message">Number of its message.</param>
/// <param name="Owner">The device whose share of the limits it counts against; null for the service and its accounts.</param>
public sealed record StoredRetained(long Message, string? Owner);

/// <summary>A will as it is stored, apart from its session: sessions that end with their connection are not stored, and their wills are.</summary>
/// <param name="Number">Names it for ever.</param>
/// <param name="Owner">User name its client logged in with; empty for the open listener.</param>
/// <param name="ClientId">Client identifier.</param>
/// <param name="Will">The will.</param>
/// <param name="DueAt">When its delay is over; null while its client is connected.</param>
public sealed record StoredWill(long Number, string Owner, string ClientId, Will Will, DateTimeOffset? DueAt);
