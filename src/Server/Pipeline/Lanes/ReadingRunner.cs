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
    public void Use(LaneRun run, DeviceSettings settings)
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
                Stop(run, device);
            }
        }
    }

    /// <summary>Ends what the device's rule left running; its readings that have no outcome yet run from their beginning with the rule it has now.</summary>
    public void Stop(LaneRun run, PipelineDevice device)
    {
        _functions.Remove(device.Id);
        _rules.Stop(device.State, time.GetUtcNow());
        var held = device.Held;
        device.Held = null;
        while (held?.TryDequeue(out var reading) == true)
        {
            if (TryRun(run, reading.Reading, reading.Payload, reading.IsRedelivery, reading.IsBacklog, Room.Device))
            {
                FinishReplay(run, reading);
            }
            else
            {
                Hold(device, reading);
            }
        }
    }

    /// <summary>The device may not send any more: what its rule left running ends. Its readings without an outcome are in the history like those no rule serves.</summary>
    public void Forget(LaneRun run, PipelineDevice device)
    {
        while (device.Held is { Count: > 0 })
        {
            EndHeld(run, device, outcome: null, run.Signals.Count);
        }

        Stop(run, device);
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
        var isRedelivery = IsRedelivery(reading, payload);
        var isBacklog = !isRedelivery && reading.Replay is null && reading.Route.Rhythm.Arrived(reading.At.ToUnixTimeMilliseconds());
        if (TryRun(run, reading, payload, isRedelivery, isBacklog, Room.Both))
        {
            run.Finish(batch);
            return;
        }

        // A batch that somebody waits for is finished with its last outcome; others must not be kept for one reading.
        var replays = batch.Waiter is null ? null : batch;
        Hold(reading.Route.Device, new HeldReading(reading, payload.ToArray(), isRedelivery, isBacklog, replays));
        run.Add(new FinishedReading { Route = reading.Route, PayloadBytes = reading.PayloadLength, Room = reading.Replay is null ? Room.Lane : Room.None });
        if (replays is null)
        {
            run.Finish(batch);
        }
    }

    public void Dispose() => _rules.Dispose();

    /// <summary>Runs a reading, or answers one that came before.</summary>
    /// <returns>False when it has no outcome yet: it is to be held.</returns>
    private bool TryRun(LaneRun run, in BatchedReading reading, ReadOnlySpan<byte> payload, bool isRedelivery, bool isBacklog, Room room)
    {
        var device = reading.Route.Device;
        var first = run.Signals.Count;
        if (isRedelivery)
        {
            if (device.Held is { Count: > 0 })
            {
                return false; // what it repeats may be among those
            }

            counters.AddDuplicate();
            Record(run, reading, payload, FrameOutcome.Duplicate, first, error: null, isBacklog: false);
            End(run, reading, ReasonCode.Success, first, room);
            return true;
        }

        var outcome = Apply(run, reading, payload, isBacklog);
        if (device.Rule is { Kind: RuleKind.Function })
        {
            _functions[device.Id] = device;
        }

        if (outcome is RuleOutcome.Awaits)
        {
            Finish(run, device, new TimedRun(device.Rule!, device.Context, device.State, reading.Route.Topic, default, reading.At, outcome), first); // what On Start did
            return false;
        }

        End(run, reading, Keep(run, reading, payload, outcome, isBacklog, first), first, room);
        return true;
    }

    private static void Hold(PipelineDevice device, HeldReading reading) => (device.Held ??= new Queue<HeldReading>()).Enqueue(reading);

    /// <summary>The oldest reading without an outcome has one now, and with it those that repeat one.</summary>
    private void EndHeld(LaneRun run, PipelineDevice device, RuleOutcome? outcome, int first)
    {
        var ended = device.Held!.Dequeue();
        End(run, ended.Reading, Keep(run, ended.Reading, ended.Payload, outcome, ended.IsBacklog, first), first, Room.Device);
        FinishReplay(run, ended);
        while (device.Held.TryPeek(out var next) && next.IsRedelivery)
        {
            device.Held.Dequeue();
            first = run.Signals.Count;
            counters.AddDuplicate();
            Record(run, next.Reading, next.Payload, FrameOutcome.Duplicate, first, error: null, isBacklog: false);
            End(run, next.Reading, ReasonCode.Success, first, Room.Device);
        }
    }

    private static void FinishReplay(LaneRun run, HeldReading reading)
    {
        if (reading.Replays is { } replays)
        {
            run.Finish(replays);
        }
    }

    private static void End(LaneRun run, in BatchedReading reading, ReasonCode answer, int first, Room room) => run.Add(new FinishedReading
    {
        Route = reading.Route,
        PayloadBytes = reading.PayloadLength,
        RetainSignals = reading.Route.Native && reading.Retain,
        Publisher = reading.Qos == QualityOfService.AtMostOnce ? null : reading.Publisher,
        Ticket = reading.Ticket,
        Answer = answer,
        Room = reading.Replay is null ? room : Room.None,
        FirstSignal = first,
        EndSignal = run.Signals.Count,
    });

    /// <summary>Writes into the run what has to be stored of a reading; null is the outcome when no rule serves its device.</summary>
    private ReasonCode Keep(LaneRun run, in BatchedReading reading, ReadOnlySpan<byte> payload, RuleOutcome? outcome, bool isBacklog, int first)
    {
        var device = reading.Route.Device;
        if (outcome is null && reading.Replay is not null)
        {
            return ReasonCode.Success; // it waits for a rule as before, and there is nothing new to keep of it
        }

        TakeState(run, device);
        counters.Add(outcome, isBacklog);
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
            Quarantine(run, reading, payload, failed!);
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

        var seen = reading.Route.Device.Redeliveries;
        var fingerprint = Redeliveries.Fingerprint(reading.ClientId, reading.PacketId, reading.Route.Topic, payload);
        if (reading.Dup && (seen.Contains(fingerprint) || (seen.MayHaveForgotten && WasStored(reading, payload))))
        {
            return true;
        }

        seen.Add(fingerprint, time.GetUtcNow().ToUnixTimeMilliseconds());
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
        var rule = reading.Route.Native || outcome is FrameOutcome.Duplicate or FrameOutcome.Unmapped ? null : device.Rule;
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
        if (timed.Answers)
        {
            EndHeld(run, device, timed.Outcome, first);
            return;
        }

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
        counters.Add(failed ?? (RuleOutcome)RuleOutcome.Produced.Instance, isBacklog: false);
        if (failed is not null && !timed.Payload.IsEmpty)
        {
            run.Quarantine.Add(Entry(device.Id, timed.Topic.Span, timed.Payload.Span, timed.At, timed.Rule, failed));
        }
    }

    private static void TakeState(LaneRun run, PipelineDevice device)
    {
        while (device.State.TryTakeChange(out var ruleId, out var json))
        {
            run.States.Add(new RuleState(device.Id, ruleId, json));
        }
    }

    private static void Quarantine(LaneRun run, in BatchedReading reading, ReadOnlySpan<byte> payload, RuleOutcome.Failed failed)
    {
        var device = reading.Route.Device;
        var rule = reading.Route.Native ? null : device.Rule;
        run.Quarantine.Add(Entry(device.Id, reading.Route.Topic, payload, reading.At, rule, failed) with
        {
            Qos = (int)reading.Qos,
            Retain = reading.Retain,
            Dup = reading.Dup,
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
