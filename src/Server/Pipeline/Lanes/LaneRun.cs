using Busroot.Broker.Connections;
using Busroot.Broker.Routing;
using Busroot.Mqtt;
using Busroot.Server.Loops;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;
using Busroot.Transformer.Signals;

namespace Busroot.Server.Pipeline.Lanes;

/// <summary>What came of the readings that a lane ran in one go: stored in one transaction with other runs, then published. The same object is used again.</summary>
/// <remarks>Owner: one stage at a time, handed on with <see cref="MoveTo"/>: lane, committer, broker loop, and back to the lane.</remarks>
internal sealed class LaneRun(Lane lane) : LoopItem
{
    private FinishedReading[] _readings = new FinishedReading[64];
    private IRunStage? _stage;

    /// <summary>The lane it belongs to.</summary>
    public Lane Lane { get; } = lane;

    /// <summary>Readings in it.</summary>
    public int Count { get; private set; }

    /// <summary>The readings in the order they ran; per device that is the order they arrived in.</summary>
    public ReadOnlySpan<FinishedReading> Readings => _readings.AsSpan(0, Count);

    /// <summary>The frames as history keeps them.</summary>
    public FrameBuffer Frames { get; } = new();

    /// <summary>Signals of all its readings; each reading knows which are its own.</summary>
    public SignalBuffer Signals { get; } = new();

    /// <summary>Where each of the signals goes, by its index.</summary>
    public List<TopicRoute> Targets { get; } = [];

    /// <summary>Readings that no rule could use.</summary>
    public List<QuarantineEntry> Quarantine { get; } = [];

    /// <summary>What rules remember differently now.</summary>
    public List<RuleState> States { get; } = [];

    /// <summary>What became of quarantined readings that were run again.</summary>
    public List<QuarantineReplay> Replays { get; } = [];

    /// <summary>Frames of the history that no rule served when they came, and that have run now.</summary>
    public List<ReplayedUnmapped> Replayed { get; } = [];

    /// <summary>Who waits until it is stored and published: replays and changes of state by hand.</summary>
    public List<IRunWaiter> Waiters { get; } = [];

    /// <summary>Batches of which this run had the last reading.</summary>
    public List<ReadingBatch> Finished { get; } = [];

    /// <summary>Number of its last frame in the history; set when it is stored.</summary>
    public long LastFrame { get; set; }

    /// <summary>True when there is nothing to store.</summary>
    public bool IsEmpty => Count == 0 && States.Count == 0 && Waiters.Count == 0;

    public void Add(in FinishedReading reading)
    {
        if (Count == _readings.Length)
        {
            Array.Resize(ref _readings, Count * 2);
        }

        _readings[Count++] = reading;
    }

    /// <summary>Hands the run to the next stage; the caller does not touch it any more.</summary>
    public void MoveTo(IRunStage stage)
    {
        _stage = stage;
        stage.Loop.Post(this);
    }

    /// <summary>One more reading of a batch has its outcome.</summary>
    public void Finish(ReadingBatch batch)
    {
        if (--batch.Unfinished == 0)
        {
            Finished.Add(batch);
            if (batch.Waiter is { } waiter)
            {
                Waiters.Add(waiter);
            }
        }
    }

    public override void Run() => _stage!.Process(this);

    /// <summary>Empties it for its next use.</summary>
    public void Clear()
    {
        Array.Clear(_readings, 0, Count);
        Count = 0;
        Frames.Clear();
        Signals.Clear();
        Targets.Clear();
        Quarantine.Clear();
        States.Clear();
        Replays.Clear();
        Replayed.Clear();
        Waiters.Clear();
        Finished.Clear();
    }
}

/// <summary>A step that a run goes through after its lane.</summary>
internal interface IRunStage
{
    /// <summary>The loop the step runs on.</summary>
    WorkLoop Loop { get; }

    /// <summary>Does the step for a run and hands it on.</summary>
    void Process(LaneRun run);
}

/// <summary>Waits for a run that it is part of.</summary>
internal interface IRunWaiter
{
    /// <summary>The run is stored and its signals are published. Broker loop only.</summary>
    void Done();
}

/// <summary>The room a reading takes until it has its outcome. One that is held takes that of its device only: a rule that awaits something must not keep others waiting.</summary>
[Flags]
internal enum Room
{
    None = 0,
    Lane = 1,
    Device = 2,
    Both = Lane | Device,
}

/// <summary>A reading that has run: what is left to do for it once it is stored.</summary>
internal struct FinishedReading
{
    /// <summary>Where it came from; null for what a rule did of itself.</summary>
    public ReadingRoute? Route;
    public int PayloadBytes;
    public bool RetainSignals;

    /// <summary>Whom to answer; null when nobody waits for an answer.</summary>
    public ClientConnection? Publisher;
    public uint Ticket;
    public ReasonCode Answer;

    /// <summary>What is free again: nothing for a frame that took no room, such as a replay.</summary>
    public Room Room;

    /// <summary>Index of its first entry in the run's signals.</summary>
    public int FirstSignal;

    /// <summary>Index after its last entry.</summary>
    public int EndSignal;
}
