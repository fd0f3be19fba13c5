using Busroot.Broker.Connections;
using Busroot.Broker.Persistence;
using Busroot.Mqtt;

namespace Busroot.Broker.Sessions;

/// <summary>QoS 2 publishes that a client has sent and not released yet: each is taken once, however often it is sent [MQTT-4.3.3-10].</summary>
/// <remarks>
/// A publish is undecided until it is stored. Its PUBREC is owed to the connection it came on; when that is lost and the client sends it
/// again on the next, the next is answered when it is stored, and not before. What is stored of it follows the message: an identifier that
/// was on disk before its reading would answer, after a crash, for a reading that is not there. Threads: the broker loop only.
/// </remarks>
internal sealed class ReceivedPublishes(Session session, SessionJournal journal)
{
    private readonly PacketIdSet _taken = new();
    private readonly Dictionary<ushort, Undecided> _undecided = [];
    private List<Repeat>? _repeats;

    public bool Contains(ushort packetId) => _taken.Contains(packetId);

    /// <summary>Puts back what was taken and not released when the process ended.</summary>
    public void Restore(ushort packetId) => _taken.Add(packetId);

    /// <summary>Notes an ordinary publish, to be stored together with its deliveries, and who owes its PUBREC: <see cref="Decide"/> follows.</summary>
    public void AddMessage(ushort packetId, ClientConnection owedBy)
    {
        _taken.Add(packetId);
        journal.Received(session, packetId, awaitsPubRel: true);
        _undecided[packetId] = new Undecided(owedBy, IsReading: false);
    }

    /// <summary>Notes a reading, to be stored once the reading is committed, and who owes its PUBREC: <see cref="Decide"/> follows.</summary>
    public void AddReading(ushort packetId, ClientConnection owedBy)
    {
        _taken.Add(packetId);
        _undecided[packetId] = new Undecided(owedBy, IsReading: true);
    }

    /// <summary>PUBREL: the identifier is free.</summary>
    /// <returns>False when it was not taken.</returns>
    public bool Release(ushort packetId)
    {
        journal.Received(session, packetId, awaitsPubRel: false);
        return _taken.Remove(packetId);
    }

    /// <summary>Sees to it that a repetition is answered with the decision on the first.</summary>
    /// <returns>False when the decision is made: answer now.</returns>
    public bool TryAwait(ushort packetId, ClientConnection connection)
    {
        if (!_undecided.TryGetValue(packetId, out var undecided))
        {
            return false;
        }

        var waits = undecided.OwedBy == connection || _repeats?.Exists(repeat => repeat.PacketId == packetId && repeat.Connection == connection) == true;
        if (!waits)
        {
            (_repeats ??= []).Add(new Repeat(packetId, connection, connection.Settlements.Owe(packetId, QualityOfService.ExactlyOnce)));
        }

        return true;
    }

    /// <summary>The reading is committed, or refused: a refusal ends the exchange [MQTT-4.3.3-4].</summary>
    public void Decide(ushort packetId, ReasonCode reason)
    {
        var isReading = _undecided.Remove(packetId, out var undecided) && undecided.IsReading;
        if (isReading && reason < ReasonCode.UnspecifiedError)
        {
            journal.Received(session, packetId, awaitsPubRel: true);
        }

        if (reason >= ReasonCode.UnspecifiedError)
        {
            Release(packetId);
        }

        if (_repeats is not { Count: > 0 } repeats)
        {
            return;
        }

        foreach (var repeat in repeats.FindAll(repeat => repeat.PacketId == packetId))
        {
            repeats.Remove(repeat);
            repeat.Connection.Acknowledge(repeat.Ticket, reason);
        }
    }

    public void Clear()
    {
        _taken.Clear();
        _undecided.Clear();
        _repeats = null;
    }

    private readonly record struct Undecided(ClientConnection OwedBy, bool IsReading);

    private readonly record struct Repeat(ushort PacketId, ClientConnection Connection, uint Ticket);
}
