using Busroot.Broker.Connections;
using Busroot.Broker.Intake;
using Busroot.Mqtt;
using Busroot.Server.Loops;
using Busroot.Server.Pipeline.Lanes;

namespace Busroot.Server.Pipeline;

/// <summary>Readings on their way from the broker loop to a lane, which runs them one by one. The same object is used again.</summary>
/// <remarks>Owner: the broker loop while it gathers; the lane until its last reading has run; then the broker loop again, with the run that held the last.</remarks>
internal sealed class ReadingBatch(Lane lane) : LoopItem
{
    private const int KeptBytes = 1024 * 1024; // a buffer that one burst made larger is given back
    private byte[] _payloads = new byte[16 * 1024];
    private BatchedReading[] _readings = new BatchedReading[64];

    /// <summary>Readings in it.</summary>
    public int Count { get; private set; }

    /// <summary>Payload bytes in it.</summary>
    public int Bytes { get; private set; }

    /// <summary>Readings that have not run yet. Lane only.</summary>
    public int Unfinished { get; set; }

    /// <summary>Told when the run with the last reading is stored and published; null when nobody waits for that.</summary>
    public IRunWaiter? Waiter { get; init; }

    /// <summary>The readings, oldest first.</summary>
    public Span<BatchedReading> Readings => _readings.AsSpan(0, Count);

    /// <summary>The bytes of one reading.</summary>
    public ReadOnlySpan<byte> PayloadOf(in BatchedReading reading) => _payloads.AsSpan(reading.PayloadOffset, reading.PayloadLength);

    /// <summary>Copies a reading in.</summary>
    public void Add(ReadingRoute route, in Reading reading)
    {
        ref var added = ref Add(route, reading.Payload);
        added = added with
        {
            At = reading.At,
            Qos = reading.Qos,
            Retain = reading.Retain,
            Dup = reading.Dup,
            PacketId = reading.PacketId,
            Publisher = reading.Publisher,
            ClientId = reading.Publisher?.ClientId ?? "",
            Ticket = reading.Ticket,
        };
    }

    /// <summary>Copies a frame in that is run again: nobody waits for its acknowledgement, and it took no room of the lane's.</summary>
    public void Add(ReadingRoute route, Replays.Replayable frame)
    {
        ref var added = ref Add(route, frame.Payload.Span);
        added = added with
        {
            At = frame.At,
            Qos = (QualityOfService)frame.Qos,
            Retain = frame.Retain,
            Dup = frame.Dup,
            Backlog = frame.Backlog,
            ClientId = "",
            Replay = frame.Replay,
        };
    }

    public override void Run() => lane.Take(this);

    private ref BatchedReading Add(ReadingRoute route, ReadOnlySpan<byte> payload)
    {
        if (Count == _readings.Length)
        {
            Array.Resize(ref _readings, Count * 2);
        }

        if (Bytes + payload.Length > _payloads.Length)
        {
            Array.Resize(ref _payloads, Math.Max(_payloads.Length * 2, Bytes + payload.Length));
        }

        payload.CopyTo(_payloads.AsSpan(Bytes));
        ref var added = ref _readings[Count++];
        added = new BatchedReading { Route = route, PayloadOffset = Bytes, PayloadLength = payload.Length };
        Bytes += payload.Length;
        return ref added;
    }

    /// <summary>Empties it for its next round.</summary>
    public void Clear()
    {
        Array.Clear(_readings, 0, Count);
        Count = 0;
        Bytes = 0;
        if (_payloads.Length > KeptBytes)
        {
            _payloads = new byte[16 * 1024];
        }
    }
}

/// <summary>One reading that waits for its device's turn.</summary>
internal struct BatchedReading
{
    public ReadingRoute Route;
    public int PayloadOffset;
    public int PayloadLength;
    public DateTimeOffset At;
    public QualityOfService Qos;
    public bool Retain;
    public bool Dup;

    /// <summary>What was found when it arrived, of one that is run again.</summary>
    public bool Backlog;
    public ushort PacketId;
    public ClientConnection? Publisher;
    public string ClientId;
    public uint Ticket;

    /// <summary>The quarantined or historical frame it repeats; null for one that came in just now.</summary>
    public Replays.ReplayedFrame? Replay;

    /// <summary>The device's next reading: its batch and index. Kept by <see cref="DeviceQueue"/>.</summary>
    public ReadingBatch? NextBatch;
    public int NextIndex;
}
