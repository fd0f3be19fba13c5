using System.Text;
using Busroot.Mqtt;
using Busroot.Storage;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;
using Busroot.Transformer;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Pipeline.Lanes;

/// <summary>Runs one reading after the other and writes into the run what has to be stored of it.</summary>
/// <remarks>Owner: one lane.</remarks>
internal sealed class ReadingRunner(HistoryStore history, PipelineCounters counters, AccountValues accounts, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromDays(1); // a client that comes back after longer may repeat a value by chance

    private readonly RuleRunner _rules = new(time, accounts);
    private readonly Dictionary<string, PipelineDevice> _functions = new(StringComparer.Ordinal); // devices whose rule may go on by itself
    private DeviceSettings? _settings;

    /// <summary>When a rule goes on by itself; null when none will.</summary>
    public DateTimeOffset? NextDue => _rules.NextDue;

    /// <summary>Takes over registry and rules as they are now: functions of devices that have another rule since are stopped.</summary>
    public void Use(DeviceSettings settings)
    {
        if (_settings == settings)
        {
            return;
        }

        _settings = settings;
        foreach (var device in _functions.Values.ToList())
        {
            var before = device.Rule;
            device.Use(settings);
            if (!ReferenceEquals(before, device.Rule))
            {
                Stop(device);
            }
        }
    }

    /// <summary>Ends what the device's rule left running: its timers, and readings that wait for an earlier one.</summary>
    public void Stop(PipelineDevice device)
    {
        _functions.Remove(device.Id);
        _rules.Stop(device.State, time.GetUtcNow());
    }

    /// <summary>Stops the device's rule and deletes what its rules remember; readings of it that still run leave nothing behind.</summary>
    public void Forget(LaneRun run, PipelineDevice device)
    {
        Stop(device);
        foreach (var (ruleId, _) in device.State.Entries.ToList())
        {
            device.State.Replace(ruleId, default);
        }

        TakeState(run, device);
        device.IsForgotten = true;
    }

    /// <summary>Runs what is due: timers of functions, and readings that waited for an earlier one of their device.</summary>
    /// <param name="run">Gains what came of it.</param>
    /// <param name="most">How many at most; the rest is due at once.</param>
    public void RunDue(LaneRun run, int most)
    {
        var now = time.GetUtcNow();
        for (var i = 0; i < most; i++)
        {
            var first = run.Signals.Count;
            if (!_rules.TryRunDue(now, run.Signals, out var timed))
            {
                return;
            }

            if (_functions.TryGetValue(timed.Device.Id, out var device))
            {
                Finish(run, device, timed, first);
            }
        }
    }

    public void Run(LaneRun run, ReadingBatch batch, ref BatchedReading reading)
    {
        var payload = batch.PayloadOf(reading);
        var first = run.Signals.Count;
        var answer = ReasonCode.Success;
        if (IsRedelivery(reading, payload))
        {
            counters.AddDuplicate();
            Record(run, reading, payload, FrameOutcome.Duplicate, first, error: null, isBacklog: false);
        }
        else
        {
            answer = RunRule(run, reading, payload, first);
        }

        run.Add(new FinishedReading
        {
            Route = reading.Route,
            PayloadBytes = reading.PayloadLength,
            RetainSignals = reading.Route.Native && reading.Retain,
            Publisher = reading.Qos == QualityOfService.AtMostOnce ? null : reading.Publisher,
            Ticket = reading.Ticket,
            Answer = answer,
            TookRoom = reading.Replay is null,
            FirstSignal = first,
            EndSignal = run.Signals.Count,
        });
    }

    public void Dispose() => _rules.Dispose();

    private ReasonCode RunRule(LaneRun run, in BatchedReading reading, ReadOnlySpan<byte> payload, int first)
    {
        var device = reading.Route.Device;
        var isBacklog = reading.Replay is null ? reading.Route.Rhythm.Arrived(reading.At.ToUnixTimeMilliseconds()) : reading.Backlog;
        var outcome = Apply(run, reading, payload, isBacklog);
        if (outcome is null && reading.Replay is not null)
        {
            return ReasonCode.Success; // it waits for a rule as before, and there is nothing new to keep of it
        }

        TakeState(run, device);
        if (device.Rule is { Kind: RuleKind.Function })
        {
            _functions[device.Id] = device;
        }

        counters.Add(outcome, isBacklog && reading.Replay is null);
        var kind = outcome switch
        {
            RuleOutcome.Produced => FrameOutcome.Produced,
            RuleOutcome.Ignored => FrameOutcome.Ignored,
            null => FrameOutcome.Unmapped,
            _ => FrameOutcome.Failed,
        };
        var failed = outcome as RuleOutcome.Failed;
        Record(run, reading, payload, kind, first, failed?.Message ?? (outcome as RuleOutcome.Ignored)?.Reason, isBacklog);
        var isNewFailure = reading.Replay is { } replay ? replay.Ran(run, kind, failed, device) : failed is not null;
        if (isNewFailure)
        {
            Keep(run, reading, payload, failed!, isBacklog);
        }

        return failed is not null && reading.Route.Native ? ReasonCode.PayloadFormatInvalid : ReasonCode.Success;
    }

    /// <summary>Runs what serves the reading; null when nothing does.</summary>
    private RuleOutcome? Apply(LaneRun run, in BatchedReading reading, ReadOnlySpan<byte> payload, bool isBacklog)
    {
        var device = reading.Route.Device;
        var input = new RuleInput
        {
            Device = device.Context,
            Topic = reading.Route.Topic,
            Payload = payload,
            At = reading.At,
            Retain = reading.Retain,
            Dup = reading.Dup,
            Backlog = isBacklog,
            Qos = (byte)reading.Qos,
            State = device.State,
        };
        return reading.Route.Native ? _rules.CheckNative(input, run.Signals)
            : device.Rule is { } rule ? _rules.Apply(rule, input, run.Signals)
            : null;
    }

    /// <summary>True when the reading was run before; remembers it if not.</summary>
    private bool IsRedelivery(in BatchedReading reading, ReadOnlySpan<byte> payload)
    {
        if (reading.Qos == QualityOfService.AtMostOnce || reading.PacketId == 0)
        {
            return false;
        }

        var seen = reading.Route.Device.Redeliveries ??= new Redeliveries(history.PublishesOfDevice);
        var publish = PublishFingerprint.Of(reading.ClientId, reading.PacketId, reading.Route.Topic, payload);
        if (reading.Dup && (seen.IsKnown(publish) ?? (seen.MayHaveForgotten && WasStored(reading, payload))))
        {
            return true;
        }

        seen.Add(publish, time.GetUtcNow().ToUnixTimeMilliseconds());
        return false;
    }

    /// <summary>Looks for the publish in the history: it may have been stored just before the process was killed, and never answered.</summary>
    private bool WasStored(in BatchedReading reading, ReadOnlySpan<byte> payload)
    {
        try
        {
            return history.FindPublish(
                reading.Route.Device.Id, reading.ClientId, reading.PacketId, reading.Route.Topic, payload, since: reading.At - LongestAbsence) is not null;
        }
        catch (StorageException)
        {
            return false; // a history that cannot be read must not cost a reading; the committer reports the disk
        }
    }

    private static void Record(LaneRun run, in BatchedReading reading, ReadOnlySpan<byte> payload, FrameOutcome outcome, int first, string? error, bool isBacklog)
    {
        var device = reading.Route.Device;
        var rule = reading.Route.Native || outcome == FrameOutcome.Duplicate ? null : device.Rule;
        run.Frames.BeginFrame(new HistoryFrame
        {
            DeviceId = device.Id,
            Topic = reading.Route.Topic,
            Payload = payload,
            At = reading.At,
            Qos = (byte)reading.Qos,
            Retain = reading.Retain,
            Dup = reading.Dup,
            Native = reading.Route.Native,
            Backlog = isBacklog,
            ClientId = reading.ClientId,
            PacketId = reading.PacketId,
            Outcome = outcome,
            RuleId = rule?.Id,
            Revision = rule?.Revision,
            Error = error,
            ReplayOf = reading.Replay?.Origin ?? 0,
        });
        for (var i = first; i < run.Signals.Count; i++)
        {
            var entry = run.Signals[i];
            var target = reading.Route.TargetOf(entry.Station);
            run.Targets.Add(target);
            run.Frames.AddSignals(entry.Station, target.Topic, run.Signals.GetPayload(entry), reading.Route.Native && reading.Retain);
        }

        run.Frames.EndFrame();
    }

    private void Finish(LaneRun run, PipelineDevice device, TimedRun timed, int first)
    {
        TakeState(run, device);
        var failed = timed.Outcome as RuleOutcome.Failed;
        if (failed is null && run.Signals.Count == first)
        {
            return; // a timer that had nothing to say
        }

        run.Frames.BeginFrame(new HistoryFrame
        {
            DeviceId = device.Id,
            Topic = timed.Topic.Span,
            Payload = timed.Payload.Span,
            At = timed.At,
            Outcome = failed is null ? FrameOutcome.Produced : FrameOutcome.Failed,
            RuleId = timed.Rule.Id,
            Revision = timed.Rule.Revision,
            Error = failed?.Message,
        });
        for (var i = first; i < run.Signals.Count; i++)
        {
            var entry = run.Signals[i];
            var target = entry.Station is { } station ? device.StationSignals(station) : device.Signals;
            run.Targets.Add(target);
            run.Frames.AddSignals(entry.Station, target.Topic, run.Signals.GetPayload(entry), retain: false);
        }

        run.Frames.EndFrame();
        run.Add(new FinishedReading { FirstSignal = first, EndSignal = run.Signals.Count });
        counters.Add(timed.Outcome, isBacklog: false);
        if (failed is not null && !timed.Payload.IsEmpty)
        {
            run.Quarantine.Add(Entry(device.Id, timed.Topic.Span, timed.Payload.Span, timed.At, timed.Rule, failed));
        }
    }

    private static void TakeState(LaneRun run, PipelineDevice device)
    {
        while (!device.IsForgotten && device.State.TryTakeChange(out var ruleId, out var json))
        {
            run.States.Add(new RuleState(device.Id, ruleId, json));
        }
    }

    private static void Keep(LaneRun run, in BatchedReading reading, ReadOnlySpan<byte> payload, RuleOutcome.Failed failed, bool isBacklog)
    {
        var device = reading.Route.Device;
        var rule = reading.Route.Native ? null : device.Rule;
        run.Quarantine.Add(Entry(device.Id, reading.Route.Topic, payload, reading.At, rule, failed) with
        {
            Qos = (int)reading.Qos,
            Retain = reading.Retain,
            Dup = reading.Dup,
            Backlog = isBacklog,
            ClientId = reading.ClientId,
        });
    }

    private static QuarantineEntry Entry(
        string deviceId, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, DateTimeOffset at, Rule? rule, RuleOutcome.Failed failed) =>
        new(deviceId, Encoding.UTF8.GetString(topic), payload.ToArray(), at)
        {
            RuleId = rule?.Id,
            Revision = rule?.Revision,
            Fault = failed.Fault.ToString(),
            Message = failed.Message,
            Line = failed.At?.Line,
            Column = failed.At?.Column,
        };
}
