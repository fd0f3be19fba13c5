using Busroot.Broker.Sessions;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Connections;

/// <summary>What one connection still owes for the QoS 1 and 2 publishes it sent, and how many more it may send before that.</summary>
/// <remarks>Source: MQTT 5.0 §4.6, §4.9. Threads: the broker loop only.</remarks>
internal sealed class Settlements(ClientConnection connection)
{
    private readonly Acknowledgements _owed = new();
    private int _unreleased; // QoS 2: received here and neither released by the client nor refused by us

    /// <summary>True while one more publish is within the Receive Maximum.</summary>
    public bool HasQuota => Unsettled < connection.Limits.ReceiveMaximum;

    private int Unsettled => connection.Version == ProtocolVersion.V500
        ? Math.Max(_owed.Qos1Count + _unreleased, _owed.Count / 2) // repetitions are free, but not without end
        : _owed.Count;

    /// <summary>Notes a QoS 2 publish that is no repetition.</summary>
    public void Begin() => _unreleased++;

    /// <summary>The client has released a QoS 2 publish.</summary>
    public void Release() => _unreleased -= _unreleased > 0 ? 1 : 0;

    /// <summary>Notes that an acknowledgement is owed.</summary>
    /// <returns>The ticket that settles it.</returns>
    public uint Owe(ushort packetId, QualityOfService qos) => _owed.Add(packetId, qos);

    /// <summary>Takes the newest <see cref="Owe"/> back.</summary>
    public void OweNoMore() => _owed.RemoveNewest();

    /// <summary>Answers now, or after the publishes that still wait.</summary>
    public void Answer(ushort packetId, QualityOfService qos, ReasonCode reason)
    {
        if (_owed.Count == 0)
        {
            Send(packetId, qos, reason);
            return;
        }

        _owed.Settle(_owed.Add(packetId, qos), reason);
    }

    /// <summary>Settles what is owed, and sends every answer that nothing older holds up.</summary>
    public void Settle(uint ticket, ReasonCode reason)
    {
        _owed.Settle(ticket, reason);
        while (_owed.TryTake(out var packetId, out var qos, out var settled))
        {
            Send(packetId, qos, settled);
        }
    }

    private void Send(ushort packetId, QualityOfService qos, ReasonCode reason)
    {
        if (qos == QualityOfService.AtLeastOnce)
        {
            connection.Send(new PubAckPacket(packetId, reason));
            return;
        }

        connection.Send(new PubRecPacket(packetId, reason));
        if (reason >= ReasonCode.UnspecifiedError)
        {
            Release();
        }

        connection.LastSession!.Received.Decide(packetId, reason); // after sending: it may settle the next
    }
}
