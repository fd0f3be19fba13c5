using System.Text;
using Busroot.Mqtt;
using Busroot.Server.Pipeline.Shadows;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;
using Busroot.Transformer;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;

namespace Busroot.Server.Pipeline.Lanes;

/// <summary>Runs one reading after the other and writes into the run what has to be stored of it.</summary>
/// <remarks>Owner: one lane.</remarks>
internal sealed class ReadingRunner(HistoryStore history, PipelineCounters counters, AccountValues accounts, TimeProvider time) : IDisposable
{
    private readonly RuleRunner _rules = new(time, accounts);
    private readonly RedeliveryCheck _redeliveries = new(history, time);
    private readonly Dictionary<string, PipelineDevice> _functions = new(StringComparer.Ordinal); // devices whose rule may go on by itself
    private DeviceSettings? _settings;
    private LaneShadows? _shadows; // null while no shadow runs

    /// <summary>When a rule goes on by itself; null when none will.</summary>
    public DateTimeOffset? NextDue => _rules.NextDue;

    /// <summary>Takes over registry, rules and shadows as they are now: functions of devices that have another rule since are stopped.</summary>
    public void Use(DeviceSettings settings)
    {
        if (_settings == settings)
        {
            return;
        }

        _settings = settings;
        UseShadows(settings.Shadows);
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
        if (_redeliveries.IsRedelivery(reading, payload))
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

    /// <summary>What the rules remember of the device was changed by hand, or the device is gone: candidates begin anew with its next reading.</summary>
    public void ForgetShadows(PipelineDevice device) => _shadows?.Forget(device);

    public void Dispose()
    {
        _shadows?.Dispose();
        _rules.Dispose();
    }

    private void UseShadows(ShadowSet? shadows)
    {
        if (shadows is null)
        {
            _shadows?.Dispose();
            _shadows = null;
            return;
        }

        _shadows ??= new LaneShadows(shadows.Limits, time);
        _shadows.Use(shadows);
    }

    private ReasonCode RunRule(LaneRun run, in BatchedReading reading, ReadOnlySpan<byte> payload, int first)
    {
        var device = reading.Route.Device;
        var isBacklog = reading.Replay is null && reading.Route.Rhythm.Arrived(reading.At.ToUnixTimeMilliseconds());
        var input = InputFrom(reading, payload, isBacklog);
        var candidate = _shadows?.Begin(reading);
        var outcome = Apply(reading.Route, input, run.Signals);
        if (outcome is null && reading.Replay is not null)
        {
            return ReasonCode.Success; // it waits for a rule as before, and there is nothing new to keep of it
        }

        TakeState(run, device);
        if (device.Rule is { Kind: RuleKind.Function })
        {
            _functions[device.Id] = device;
        }

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
            Keep(run, reading, payload, failed!);
        }

        candidate?.Run(input, device, outcome!, run.Signals, first);
        return failed is not null && reading.Route.Native ? ReasonCode.PayloadFormatInvalid : ReasonCode.Success;
    }

    private static RuleInput InputFrom(in BatchedReading reading, ReadOnlySpan<byte> payload, bool isBacklog) => new()
    {
        Device = reading.Route.Device.Context,
        Topic = reading.Route.Topic,
        Payload = payload,
        At = reading.At,
        Retain = reading.Retain,
        Dup = reading.Dup,
        Backlog = isBacklog,
        Qos = (byte)reading.Qos,
        State = reading.Route.Device.State,
    };

    /// <summary>Runs what serves the reading; null when nothing does.</summary>
    private RuleOutcome? Apply(ReadingRoute route, in RuleInput input, SignalBuffer output) =>
        route.Native ? _rules.CheckNative(input, output)
        : route.Device.Rule is { } rule ? _rules.Apply(rule, input, output)
        : null;

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
        while (device.State.TryTakeChange(out var ruleId, out var json))
        {
            run.States.Add(new RuleState(device.Id, ruleId, json));
        }
    }

    private static void Keep(LaneRun run, in BatchedReading reading, ReadOnlySpan<byte> payload, RuleOutcome.Failed failed)
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
