using System.Collections.Concurrent;
using Busroot.Broker.Connections;
using Busroot.Server.Loops;
using Busroot.Storage.History;
using Busroot.Transformer.NodeRed.Functions;

namespace Busroot.Server.Pipeline.Lanes;

/// <summary>The single worker of a set of partitions: runs the rules of its devices, each device's readings in the order they arrived.</summary>
/// <remarks>
/// Bounded in bytes and readings, for the lane and for each device in it: where there is no room, the sockets that feed it are not read.
/// A reading that is held until its function has ended keeps its device's room and leaves the lane's to others.
/// Batches grow with the load: what arrives while the lane works is its next batch, and no timer is needed.
/// </remarks>
internal sealed class Lane : LoopWork, IDisposable
{
    private const int MaximumBytes = 8 * 1024 * 1024;
    private const int MaximumReadings = 16 * 1024;
    private const int ShareOfDevice = 4; // a device may fill a quarter of its lane
    private const int RunsUnderWay = 3; // one being made, one being stored, one being published
    private const int KeptBatches = 4;
    private const int MostDue = 256; // between two looks at what has arrived
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1); // the clock may be set meanwhile
    private static readonly TimeSpan RunTime = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TurnTime = TimeSpan.FromMilliseconds(0.25);

    private readonly CurrentSettings _settings;
    private readonly TimeProvider _time;
    private readonly ReadingRunner _runner;
    private readonly LaneSchedule _schedule;
    private readonly IRunStage _committer;
    private readonly long _runTicks;
    private readonly Stack<ReadingBatch> _freeBatches = new();
    private readonly ConcurrentQueue<LaneRun> _freeRuns = new();
    private readonly List<ClientConnection> _waiting = [];
    private LaneRun? _run;
    private ReadingBatch? _gathering;
    private volatile bool _isTakingUp;
    private int _runsUnderWay;
    private int _bytes;
    private int _readings;
    private int _unfinished;

    public Lane(
        string name, CurrentSettings settings, IRunStage committer, HistoryStore history, PipelineCounters counters, AccountValues accounts, TimeProvider time,
        Action<LoopItem, Exception> failed)
    {
        _settings = settings;
        _committer = committer;
        _time = time;
        _runTicks = Ticks(RunTime);
        _schedule = new LaneSchedule(Ticks(TurnTime));
        _runner = new ReadingRunner(history, counters, accounts, time);
        Loop = new WorkLoop(name, this, failed);
    }

    public WorkLoop Loop { get; }

    /// <summary>True when nothing is under way. Broker loop only.</summary>
    public bool IsIdle => _unfinished == 0;

    /// <summary>Takes a reading in. Broker loop only.</summary>
    /// <returns>False when the lane, or the device's part of it, is full; the publisher is read again when there is room.</returns>
    public bool TryAccept(ReadingRoute route, in Broker.Intake.Reading reading)
    {
        var length = reading.Payload.Length;
        if (!HasRoom(_readings, _bytes + length, 1) || !HasRoom(route.Device.Readings, route.Device.Bytes + length, ShareOfDevice))
        {
            if (reading.Publisher is { } publisher)
            {
                _waiting.Add(publisher);
            }

            return false;
        }

        _gathering ??= _freeBatches.Count > 0 ? _freeBatches.Pop() : new ReadingBatch(this);
        _gathering.Add(route, reading);
        Occupy(Room.Both, route.Device, 1, length);
        _unfinished++;
        return true;
    }

    /// <summary>Hands over what was gathered, unless the lane has enough to do: then a run that comes back asks again. Broker loop only.</summary>
    public void HandOver()
    {
        if (_gathering is { } batch && !_isTakingUp && Volatile.Read(ref _runsUnderWay) < RunsUnderWay)
        {
            _gathering = null;
            _isTakingUp = true;
            Loop.Post(batch);
        }
    }

    /// <summary>Takes a run back that is stored and published; clients that waited for room are read again. Broker loop only.</summary>
    public void Release(LaneRun run)
    {
        Interlocked.Decrement(ref _runsUnderWay);
        foreach (ref readonly var reading in run.Readings)
        {
            if (reading.Room != Room.None)
            {
                Occupy(reading.Room, reading.Route!.Device, -1, -reading.PayloadBytes);
                _unfinished -= reading.Room.HasFlag(Room.Device) ? 1 : 0;
            }
        }

        foreach (var batch in run.Finished)
        {
            batch.Clear();
            if (_freeBatches.Count < KeptBatches)
            {
                _freeBatches.Push(batch);
            }
        }

        run.Clear();
        _freeRuns.Enqueue(run);
        ReadWaitingAgain();
    }

    /// <summary>Takes up a batch. Lane only.</summary>
    public void Take(ReadingBatch batch)
    {
        _isTakingUp = false;
        _schedule.Add(batch);
    }

    /// <summary>The run that is being made, for what has to be stored in order with readings. Lane only.</summary>
    public LaneRun CurrentRun => _run ??= _freeRuns.TryDequeue(out var run) ? run : new LaneRun(this);

    /// <summary>Runs what waits, up to the time of one run, and sends it to be stored.</summary>
    public override void EndBatch()
    {
        var settings = _settings.Get();
        _runner.Use(CurrentRun, settings);
        if (!_schedule.IsEmpty)
        {
            RunTurns(CurrentRun, settings);
        }

        if (UntilDue() == TimeSpan.Zero)
        {
            _runner.RunDue(CurrentRun, MostDue);
        }

        if (_run is { IsEmpty: false } run)
        {
            _run = null;
            Interlocked.Increment(ref _runsUnderWay);
            run.MoveTo(_committer);
        }
    }

    public override TimeSpan UntilNextTick() => _schedule.IsEmpty ? UntilDue() : TimeSpan.Zero;

    /// <summary>A device is no more: what its rule left running ends. Any thread.</summary>
    public void Forget(PipelineDevice device) => Loop.Post(new ForgottenDevice(_runner, device));

    public void Dispose()
    {
        Loop.Dispose(); // first: the loop runs the rules
        _runner.Dispose();
    }

    private void RunTurns(LaneRun run, DeviceSettings settings)
    {
        var now = _time.GetTimestamp();
        var end = now + _runTicks;
        while (!_schedule.IsEmpty && now < end)
        {
            var device = _schedule.Begin();
            device.Use(settings);
            while (device.Waiting.Credit > 0 && device.Waiting.TryDequeue(out var batch, out var index))
            {
                _runner.Run(run, batch, ref batch.Readings[index]);
                var then = now;
                now = _time.GetTimestamp();
                device.Waiting.Credit -= now - then;
            }

            _schedule.End(device);
        }
    }

    // One reading is always taken, however large: it could wait for ever for room that there never is.
    private static bool HasRoom(int readings, int bytes, int share) =>
        readings == 0 || (bytes <= MaximumBytes / share && readings < MaximumReadings / share);

    private void Occupy(Room room, PipelineDevice device, int readings, int bytes)
    {
        if (room.HasFlag(Room.Device))
        {
            device.Readings += readings;
            device.Bytes += bytes;
        }

        if (room.HasFlag(Room.Lane))
        {
            _readings += readings;
            _bytes += bytes;
        }
    }

    private void ReadWaitingAgain()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        var waiting = _waiting.ToArray(); // one that finds no room adds itself anew
        _waiting.Clear();
        foreach (var connection in waiting)
        {
            connection.ResumeReading();
        }
    }

    private TimeSpan UntilDue()
    {
        if (_runner.NextDue is not { } due)
        {
            return Timeout.InfiniteTimeSpan;
        }

        var wait = due - _time.GetUtcNow();
        return wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait;
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);

    private sealed class ForgottenDevice(ReadingRunner runner, PipelineDevice device) : LoopItem
    {
        public override void Run() => runner.Forget(device.Lane.CurrentRun, device);
    }
}
