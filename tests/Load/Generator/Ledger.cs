namespace Busroot.Load.Generator;

/// <summary>Books every message: when it was sent, how often it came, in which order, and how long it took.</summary>
/// <param name="copies">Subscribers that each message must reach.</param>
/// <param name="subscribers">Subscribers in all.</param>
/// <param name="devices">Devices in all.</param>
internal sealed class Ledger(int copies, int subscribers, int devices)
{
    private const int Ring = 1 << 21; // more than can be under way
    private readonly long[] _sentAt = new long[Ring];
    private readonly ushort[] _came = new ushort[Ring];
    private readonly uint[] _last = new uint[subscribers * devices];

    /// <summary>Sequence number of the newest message.</summary>
    public uint Sent { get; private set; }

    /// <summary>Deliveries that came, repetitions not counted.</summary>
    public long Received { get; private set; }

    public long Duplicates { get; private set; }

    public long OutOfOrder { get; private set; }

    /// <summary>Deliveries whose number was never sent, or that have none.</summary>
    public long Unknown { get; private set; }

    /// <summary>Deliveries that have not come.</summary>
    public long Missing => ((long)Sent * copies) - Received;

    /// <summary>Times of deliveries since <see cref="LatencyHistogram.Clear"/>.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Books a message that is about to be sent.</summary>
    /// <returns>Its sequence number, from 1.</returns>
    public uint Send(long now)
    {
        Sent++;
        _sentAt[Sent % Ring] = now;
        _came[Sent % Ring] = 0;
        return Sent;
    }

    public void Receive(uint sequence, int subscriber, int device, long now)
    {
        if (sequence == 0 || sequence > Sent || device >= devices)
        {
            Unknown++;
            return;
        }

        if (_came[sequence % Ring] >= copies)
        {
            Duplicates++;
            return;
        }

        _came[sequence % Ring]++;
        Received++;
        ref var last = ref _last[(subscriber * devices) + device];
        OutOfOrder += sequence <= last ? 1 : 0;
        last = sequence;
        Latency.Add(now - _sentAt[sequence % Ring]);
    }
}
