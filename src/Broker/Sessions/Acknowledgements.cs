using Busroot.Mqtt;

namespace Busroot.Broker.Sessions;

/// <summary>Acknowledgements owed to a client for its QoS 1 and 2 publishes, in the order the publishes came.</summary>
/// <remarks>
/// A reading is acknowledged when it is committed, an ordinary message at once; the client must see both in order of receipt
/// [MQTT-4.6.0-2] [MQTT-4.6.0-3]. A ring: settled entries leave from its head only. Threads: the broker loop only.
/// </remarks>
internal sealed class Acknowledgements
{
    private Entry[] _ring = new Entry[4];
    private uint _head; // sequence of the oldest entry
    private uint _tail; // sequence of the next entry

    /// <summary>Publishes received and not yet acknowledged.</summary>
    public int Count => (int)(_tail - _head);

    /// <summary>Those of them with QoS 1.</summary>
    public int Qos1Count { get; private set; }

    /// <summary>Appends what is owed for a publish.</summary>
    /// <returns>The ticket that settles it.</returns>
    public uint Add(ushort packetId, QualityOfService qos)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        Qos1Count += qos == QualityOfService.AtLeastOnce ? 1 : 0;
        _ring[_tail & (_ring.Length - 1)] = new Entry(packetId, qos, Settled: false, ReasonCode.Success);
        return _tail++;
    }

    /// <summary>Takes back the newest entry: its publish was not accepted after all.</summary>
    public void RemoveNewest()
    {
        _tail--;
        Qos1Count -= _ring[_tail & (_ring.Length - 1)].Qos == QualityOfService.AtLeastOnce ? 1 : 0;
    }

    /// <summary>Marks a publish as done.</summary>
    public void Settle(uint ticket, ReasonCode reason)
    {
        if (ticket - _head < (uint)Count)
        {
            ref var entry = ref _ring[ticket & (_ring.Length - 1)];
            entry = entry with { Settled = true, Reason = reason };
        }
    }

    /// <summary>Takes the oldest acknowledgement if it may be sent.</summary>
    public bool TryTake(out ushort packetId, out QualityOfService qos, out ReasonCode reason)
    {
        var entry = Count > 0 ? _ring[_head & (_ring.Length - 1)] : default;
        (packetId, qos, reason) = (entry.PacketId, entry.Qos, entry.Reason);
        if (!entry.Settled)
        {
            return false;
        }

        _head++;
        Qos1Count -= qos == QualityOfService.AtLeastOnce ? 1 : 0;
        return true;
    }

    private void Grow()
    {
        var larger = new Entry[_ring.Length * 2];
        for (var sequence = _head; sequence != _tail; sequence++)
        {
            larger[sequence & (larger.Length - 1)] = _ring[sequence & (_ring.Length - 1)];
        }

        _ring = larger;
    }

    private readonly record struct Entry(ushort PacketId, QualityOfService Qos, bool Settled, ReasonCode Reason);
}
