using Busroot.Broker.Connections;
using Busroot.Broker.Intake;
using Busroot.Mqtt;
using Busroot.Server.Loops;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;
using Busroot.Transformer.Signals;

namespace Busroot.Server.Pipeline;

/// <summary>Readings on their way through a lane, and what became of them. The same object makes the round and is used again.</summary>
/// <remarks>Owner: one stage at a time, handed on with <see cref="MoveTo"/>: broker loop, lane, committer (when there is something to store), broker loop.</remarks>
internal sealed class ReadingBatch(Lane lane) : LoopItem
{
    private const int KeptBytes = 1024 * 1024; // a buffer that one burst made larger is given back
    private byte[] _payloads = new byte[16 * 1024];
    private BatchedReading[] _readings = new BatchedReading[64];
    private IReadingStage? _stage;

    /// <summary>The lane it belongs to.</summary>
    public Lane Lane { get; } = lane;

    /// <summary>Readings in it.</summary>
    public int Count { get; private set; }

    /// <summary>Payload bytes in it.</summary>
    public int Bytes { get; private set; }

    /// <summary>The readings, oldest first.</summary>
    public Span<BatchedReading> Readings => _readings.AsSpan(0, Count);

    /// <summary>Signals of all its readings; each reading knows which are its own.</summary>
    public SignalBuffer Signals { get; } = new();

    /// <summary>Readings that no rule could use.</summary>
    public List<QuarantineEntry> Quarantine { get; } = [];

    /// <summary>What rules remember differently now.</summary>
    public List<RuleState> States { get; } = [];

    /// <summary>True when the batch must be stored before its publishers are answered.</summary>
    public bool LeavesSomething => Quarantine.Count > 0 || States.Count > 0;

    /// <summary>The bytes of one reading.</summary>
    public ReadOnlyMemory<byte> PayloadOf(in BatchedReading reading) => _payloads.AsMemory(reading.PayloadOffset, reading.PayloadLength);

    /// <summary>Copies a reading in.</summary>
    public void Add(ReadingRoute route, in Reading reading)
    {
        if (Count == _readings.Length)
        {
            Array.Resize(ref _readings, Count * 2);
        }

        if (Bytes + reading.Payload.Length > _payloads.Length)
        {
            Array.Resize(ref _payloads, Math.Max(_payloads.Length * 2, Bytes + reading.Payload.Length));
        }

        reading.Payload.CopyTo(_payloads.AsSpan(Bytes));
        _readings[Count++] = new BatchedReading
        {
            Route = route,
            PayloadOffset = Bytes,
            PayloadLength = reading.Payload.Length,
            At = reading.At,
            Qos = reading.Qos,
            Retain = reading.Retain,
            Dup = reading.Dup,
            Publisher = reading.Publisher,
            ClientId = reading.Publisher?.ClientId ?? "",
            Ticket = reading.Ticket,
        };
        Bytes += reading.Payload.Length;
    }

    /// <summary>Hands the batch to the next stage; the caller does not touch it any more.</summary>
    public void MoveTo(IReadingStage stage)
    {
        _stage = stage;
        stage.Loop.Post(this);
    }

    public override void Run() => _stage!.Process(this);

    /// <summary>Empties it for its next round.</summary>
    public void Clear()
    {
        Array.Clear(_readings, 0, Count);
        Count = 0;
        Bytes = 0;
        Signals.Clear();
        Quarantine.Clear();
        States.Clear();
        if (_payloads.Length > KeptBytes)
        {
            _payloads = new byte[16 * 1024];
        }
    }
}

/// <summary>A step of the pipeline.</summary>
internal interface IReadingStage
{
    /// <summary>The loop the step runs on.</summary>
    WorkLoop Loop { get; }

    /// <summary>Does the step for a batch and hands it on.</summary>
    void Process(ReadingBatch batch);
}

/// <summary>One reading in a batch, and what became of it.</summary>
internal struct BatchedReading
{
    public ReadingRoute Route;
    public int PayloadOffset;
    public int PayloadLength;
    public DateTimeOffset At;
    public QualityOfService Qos;
    public bool Retain;
    public bool Dup;
    public ClientConnection? Publisher;
    public string ClientId;
    public uint Ticket;

    /// <summary>Index of its first entry in the batch's signals.</summary>
    public int FirstSignal;

    /// <summary>Index after its last entry.</summary>
    public int EndSignal;

    /// <summary>What its publisher is told.</summary>
    public ReasonCode Answer;
}
