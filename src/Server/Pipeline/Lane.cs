using System.Text;
using Busroot.Broker.Connections;
using Busroot.Mqtt;
using Busroot.Server.Loops;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;
using Busroot.Transformer;

namespace Busroot.Server.Pipeline;

/// <summary>The single worker of a set of partitions: runs the rules of its devices, one reading after the other, in the order they arrived.</summary>
/// <remarks>
/// Two batches at most are under way: one that runs and one that gathers what arrives meanwhile; so batches grow with the load and no
/// timer is needed. Bounded in bytes: when it is full, the sockets that feed it are not read.
/// </remarks>
internal sealed class Lane : IReadingStage, IDisposable
{
    private const int MaximumBytes = 8 * 1024 * 1024;
    private const int MaximumReadings = 16 * 1024;
    private const int BatchesUnderWay = 2;

    private readonly CurrentSettings _settings;
    private readonly RuleRunner _runner = new();
    private readonly IReadingStage _committer;
    private readonly IReadingStage _publisher;
    private readonly PipelineCounters _counters;
    private readonly Stack<ReadingBatch> _free = new();
    private readonly List<ClientConnection> _waiting = [];
    private ReadingBatch? _gathering;
    private int _underWay;
    private int _bytes;
    private int _readings;
    private int _uncommitted;

    public Lane(string name, CurrentSettings settings, IReadingStage committer, IReadingStage publisher, PipelineCounters counters, Action<LoopItem, Exception> failed)
    {
        _settings = settings;
        _committer = committer;
        _publisher = publisher;
        _counters = counters;
        Loop = new WorkLoop(name, new LoopWork(), failed);
    }

    public WorkLoop Loop { get; }

    /// <summary>True when nothing is under way. Broker loop only.</summary>
    public bool IsIdle => _readings == 0;

    /// <summary>Takes a reading in. Broker loop only.</summary>
    /// <returns>False when the lane is full; the publisher is told when there is room again.</returns>
    public bool TryAccept(ReadingRoute route, in Broker.Intake.Reading reading)
    {
        if (_readings > 0 && (_bytes + reading.Payload.Length > MaximumBytes || _readings >= MaximumReadings))
        {
            if (reading.Publisher is { } publisher)
            {
                _waiting.Add(publisher);
            }

            return false;
        }

        _gathering ??= _free.Count > 0 ? _free.Pop() : new ReadingBatch(this);
        _gathering.Add(route, reading);
        _bytes += reading.Payload.Length;
        _readings++;
        return true;
    }

    /// <summary>Hands over what was gathered, unless the worker has enough to do. Broker loop only.</summary>
    public void EndBatch()
    {
        if (_gathering is { } batch && _underWay < BatchesUnderWay)
        {
            _gathering = null;
            _underWay++;
            batch.MoveTo(this);
        }
    }

    /// <summary>Takes a batch back whose signals are published; clients that waited for room are read again. Broker loop only.</summary>
    public void Release(ReadingBatch batch)
    {
        _underWay--;
        _bytes -= batch.Bytes;
        _readings -= batch.Count;
        batch.Clear();
        _free.Push(batch);
        if (_waiting.Count == 0)
        {
            return;
        }

        var waiting = _waiting.ToArray(); // one that is full again adds itself anew
        _waiting.Clear();
        foreach (var connection in waiting)
        {
            connection.ResumeReading();
        }
    }

    /// <summary>A batch's quarantine entries are stored and the batch is on its way. Committer only.</summary>
    public void Committed() => Interlocked.Decrement(ref _uncommitted);

    /// <summary>Runs the rules. Lane only.</summary>
    public void Process(ReadingBatch batch)
    {
        var settings = _settings.Get();
        foreach (ref var reading in batch.Readings)
        {
            Run(batch, ref reading, settings);
        }

        // A batch with nothing to store goes straight out, but never past one that is still being stored: order holds per device.
        if (batch.LeavesSomething || Volatile.Read(ref _uncommitted) > 0)
        {
            Interlocked.Increment(ref _uncommitted);
            batch.MoveTo(_committer);
        }
        else
        {
            batch.MoveTo(_publisher);
        }
    }

    public void Dispose()
    {
        Loop.Dispose(); // first: the loop runs the rules
        _runner.Dispose();
    }

    private void Run(ReadingBatch batch, ref BatchedReading reading, DeviceSettings settings)
    {
        var device = reading.Route.Device;
        if (device.Settings != settings)
        {
            device.Resolve(settings);
        }

        reading.FirstSignal = batch.Signals.Count;
        reading.Answer = ReasonCode.Success;
        var outcome = Apply(batch, reading, device);
        reading.EndSignal = batch.Signals.Count;
        while (device.State.TryTakeChange(out var ruleId, out var json))
        {
            batch.States.Add(new RuleState(device.Id, ruleId, json));
        }

        switch (outcome)
        {
            case RuleOutcome.Produced:
                _counters.AddProduced();
                break;
            case RuleOutcome.Ignored:
                _counters.AddIgnored();
                break;
            case RuleOutcome.Failed failed:
                _counters.AddFailed();
                Keep(batch, ref reading, failed.Fault.ToString(), failed.Message, failed.At);
                break;
            case null:
                _counters.AddUnmapped();
                Keep(batch, ref reading, "NoRule", "No rule serves this device: assign one to it, or give a rule a pattern that matches its Device ID.", at: null);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Runs what serves the reading; null when nothing does.</summary>
    private RuleOutcome? Apply(ReadingBatch batch, in BatchedReading reading, PipelineDevice device)
    {
        var input = new RuleInput
        {
            Device = device.Context,
            Topic = reading.Route.Topic,
            Payload = batch.PayloadOf(reading).Span,
            At = reading.At,
            Retain = reading.Retain,
            Dup = reading.Dup,
            Qos = (byte)reading.Qos,
            State = device.State,
        };
        return reading.Route.Native ? _runner.CheckNative(input, batch.Signals)
            : device.Rule is { } rule ? _runner.Apply(rule, input, batch.Signals)
            : null;
    }

    private static void Keep(ReadingBatch batch, ref BatchedReading reading, string fault, string message, SourcePosition? at)
    {
        var device = reading.Route.Device;
        var rule = reading.Route.Native ? null : device.Rule;
        if (reading.Route.Native)
        {
            reading.Answer = ReasonCode.PayloadFormatInvalid;
        }

        batch.Quarantine.Add(new QuarantineEntry(device.Id, Encoding.UTF8.GetString(reading.Route.Topic), batch.PayloadOf(reading).ToArray(), reading.At)
        {
            Qos = (int)reading.Qos,
            Retain = reading.Retain,
            Dup = reading.Dup,
            ClientId = reading.ClientId,
            RuleId = rule?.Id,
            Revision = rule?.Revision,
            Fault = fault,
            Message = message,
            Line = at?.Line,
            Column = at?.Column,
        });
    }
}
