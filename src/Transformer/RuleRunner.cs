using System.Runtime.CompilerServices;
using Busroot.Transformer.Dedupe;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.NodeRed.Codecs;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Transformer;

/// <summary>Runs rules on readings, one at a time; owns the scratch memory and the script engines they need.</summary>
/// <remarks>
/// Owner: one lane; not thread-safe. Cost: for mappings nothing is allocated per message once warm, except to describe a failure. The first
/// script costs an engine, about 260 KB and 2 ms, which all scripts share.
/// </remarks>
public sealed class RuleRunner : IDisposable
{
    private readonly SignalSet _signals = new();
    private readonly SlotTable _slots = new();
    private readonly ConditionalWeakTable<DeviceContext, DevicePlan> _plans = [];
    private readonly ConditionalWeakTable<DeviceContext, DeviceVariables> _variables = [];
    private readonly SeenReadings _seen = new();
    private readonly ScriptRealms _realms;
    private readonly ScriptRunner _scripts;
    private readonly MappingRunner _mappings;
    private readonly FunctionRunner _functions;
    private readonly CodecRunner _codecs;

    /// <summary>Makes a runner that measures the time of scripts with the system's clock.</summary>
    public RuleRunner()
        : this(TimeProvider.System)
    {
    }

    /// <summary>Makes a runner.</summary>
    /// <param name="time">Measures how long scripts run. What time it is for a script, the reading says.</param>
    public RuleRunner(TimeProvider time)
        : this(time, new AccountValues())
    {
    }

    /// <summary>Makes a runner whose Node-RED functions share values with those of other runners.</summary>
    /// <param name="time">Measures how long scripts run. What time it is for a script, the reading says.</param>
    /// <param name="accounts">What functions keep under <c>#:(account)::key</c>; the same for all runners of a service.</param>
    public RuleRunner(TimeProvider time, AccountValues accounts)
    {
        _realms = new ScriptRealms(time);
        _scripts = new ScriptRunner(_realms, _slots, _signals);
        _mappings = new MappingRunner(new ExpressionRunner(_realms, this), _slots, _signals);
        _functions = new FunctionRunner(time, accounts, _slots, _signals, _seen);
        _codecs = new CodecRunner(time, _signals);
    }

    /// <summary>What the script of the last <see cref="Apply"/> said with <c>warn</c>: at most 16 texts of 200 characters; valid until the next.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>
    /// When <see cref="TryRunDue"/> next has something to run: a timer of a Node-RED function, or a reading that waits for an earlier one of its
    /// device (then the earliest time there is). Null when there is nothing.
    /// </summary>
    public DateTimeOffset? NextDue => _functions.NextDue;

    /// <summary>Values that were there but could not be used: wrong type, excluded by <c>not</c>, outside the contract.</summary>
    public long DroppedValues { get; private set; }

    /// <summary>Increments left out because their message was retained.</summary>
    public long RetainedIncrements { get; private set; }

    /// <summary>Turns one raw reading into signals.</summary>
    /// <param name="rule">The rule that serves the device.</param>
    /// <param name="input">The reading; only read during the call.</param>
    /// <param name="output">Gains the publications when the outcome is <see cref="RuleOutcome.Produced"/>; otherwise is left as it was.</param>
    /// <returns>
    /// What came of it, the rule's <c>onError</c> already applied: a failure is for quarantine. <see cref="RuleOutcome.Awaits"/> when it is not
    /// known yet; then the device's readings are answered one after the other by <see cref="TryRunDue"/>, in the order of the calls. How many wait
    /// is for the caller to bound.
    /// </returns>
    /// <remarks>Never throws, whatever the payload.</remarks>
    public RuleOutcome Apply(Rule rule, in RuleInput input, SignalBuffer output)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(output);
        if (rule.Dedupe is null)
        {
            return ApplyAlways(rule, input, output);
        }

        Warnings = [];
        if (_seen.Has(rule, input, out var failed))
        {
            return RuleOutcome.Ignored.SeenBefore;
        }

        var outcome = failed ?? ApplyAlways(rule, input, output);
        if (outcome is not (RuleOutcome.Failed or RuleOutcome.Awaits)) // one that failed may come again, or be replayed
        {
            _seen.Keep(rule, input);
        }

        return outcome;
    }

    /// <summary>Runs one thing that is due by itself. Call until it returns false: after each batch, and when <see cref="NextDue"/> has come.</summary>
    /// <param name="now">The time.</param>
    /// <param name="output">Gains the publications of this one run, for <see cref="TimedRun.Device"/>.</param>
    /// <param name="run">What ran and what came of it. A failure of a reading is for quarantine, like one of <see cref="Apply"/>.</param>
    /// <returns><see langword="false"/> when nothing is due.</returns>
    /// <remarks>Never throws. Take the changes of <see cref="TimedRun.State"/> after each run, as after <see cref="Apply"/>.</remarks>
    public bool TryRunDue(DateTimeOffset now, SignalBuffer output, out TimedRun run)
    {
        ArgumentNullException.ThrowIfNull(output);
        var leftOut = default(LeftOut);
        var ran = _functions.TryRunDue(now, output, out run, ref leftOut);
        Warnings = _functions.Warnings;
        RetainedIncrements += leftOut.RetainedIncrements;
        if (ran && run is { Answers: true, Outcome: RuleOutcome.Failed { Fault: RuleFault.InvalidPayload } failed })
        {
            run = run with { Outcome = Soften(run.Rule, failed, InputOf(run), output) };
        }

        if (ran && run.Rule.Dedupe is not null)
        {
            Remember(run);
        }

        return ran;
    }

    /// <summary>Applies a rule where no clock runs, as to a payload somebody tries: what its function awaits is over at once.</summary>
    /// <inheritdoc cref="Apply" path="/param"/>
    /// <returns>What came of it in the end. The output has what timers published meanwhile, too.</returns>
    public RuleOutcome ApplyToItsEnd(Rule rule, in RuleInput input, SignalBuffer output)
    {
        var outcome = Apply(rule, input, output);
        while (outcome is RuleOutcome.Awaits && NextDue is { } due)
        {
            outcome = TryRunDue(due > input.At ? due : input.At, output, out var run) && run.Answers ? run.Outcome : outcome;
        }

        return outcome;
    }

    /// <summary>Ends what a Node-RED function left running for a device that is gone or has another rule now: runs On Stop, clears timers.</summary>
    /// <param name="state">The device's state, as given with its readings.</param>
    /// <param name="now">The time.</param>
    /// <remarks>Readings that have been given only <see cref="RuleOutcome.Awaits"/> have left no trace, and get no other outcome: apply them again.</remarks>
    public void Stop(DeviceState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        _functions.Stop(state, now);
    }

    /// <summary>Checks signals a device published itself to <c>busroot/v1/&lt;DeviceID&gt;</c> and brings them into canonical form.</summary>
    /// <param name="input">The message; only read during the call.</param>
    /// <param name="output">Gains one publication when the outcome is <see cref="RuleOutcome.Produced"/>; otherwise is left as it was.</param>
    /// <returns>Produced or failed. Retained increments pass: what becomes of a retained native message is the broker's decision.</returns>
    /// <remarks>Never throws, whatever the payload.</remarks>
    public RuleOutcome CheckNative(in RuleInput input, SignalBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _signals.Clear();
        if (NativeSignals.Read(input.Payload, _signals) is { } failed)
        {
            return failed;
        }

        output.Add(station: null, _signals);
        return RuleOutcome.Produced.Instance;
    }

    /// <summary>Lets go of the script engines.</summary>
    public void Dispose()
    {
        _scripts.Dispose();
        _functions.Dispose();
        _codecs.Dispose();
        _realms.Dispose();
    }

    private static RuleInput InputOf(TimedRun run) => new()
    {
        Device = run.Device, Topic = run.Topic.Span, Payload = run.Payload.Span, At = run.At, State = run.State,
    };

    private void Remember(TimedRun run)
    {
        if (run.Outcome is RuleOutcome.Failed)
        {
            _seen.Forget(run);
        }
        else if (run.Answers && !_seen.Has(run.Rule, InputOf(run), out _))
        {
            _seen.Keep(run.Rule, InputOf(run));
        }
    }

    private RuleOutcome ApplyAlways(Rule rule, in RuleInput input, SignalBuffer output)
    {
        var outcome = Run(rule, input, output);
        return outcome is RuleOutcome.Failed { Fault: RuleFault.InvalidPayload } failed ? Soften(rule, failed, input, output) : outcome;
    }

    private RuleOutcome Run(Rule rule, in RuleInput input, SignalBuffer output)
    {
        Warnings = [];
        if (rule.Ignores(input.Payload))
        {
            return RuleOutcome.Ignored.NamedByRule;
        }

        var leftOut = default(LeftOut);
        if (rule.Script is not null)
        {
            var ended = _scripts.Run(rule, input, VariablesFor(rule, input.Device), output, ref leftOut);
            Warnings = _scripts.Warnings;
            RetainedIncrements += leftOut.RetainedIncrements;
            return ended;
        }

        if (rule.Function is not null)
        {
            var ended = _functions.Run(rule, input, VariablesFor(rule, input.Device), output, ref leftOut);
            Warnings = _functions.Warnings;
            RetainedIncrements += leftOut.RetainedIncrements;
            return ended;
        }

        return rule.Codec is null ? RunMapping(rule, input, output) : RunCodec(rule, input, output);
    }

    private RuleOutcome RunCodec(Rule rule, in RuleInput input, SignalBuffer output)
    {
        var leftOut = default(LeftOut);
        var ended = _codecs.Run(rule, input, VariablesFor(rule, input.Device), output, ref leftOut);
        Warnings = _codecs.Warnings;
        RetainedIncrements += leftOut.RetainedIncrements;
        return ended ?? RunMapping(rule, input.With(_codecs.Decoded), output);
    }

    private RuleOutcome RunMapping(Rule rule, in RuleInput input, SignalBuffer output)
    {
        var leftOut = default(LeftOut);
        var bound = PlanFor(rule, input.Device);
        if (bound.Problem is not null)
        {
            return bound.Problem;
        }

        var outcome = _mappings.Run(rule, bound.Plan, input, output, ref leftOut);
        DroppedValues += leftOut.Values;
        RetainedIncrements += leftOut.RetainedIncrements;
        return outcome;
    }

    private RuleOutcome Soften(Rule rule, RuleOutcome.Failed failed, in RuleInput input, SignalBuffer output) => rule.OnError switch
    {
        ErrorAction.Drop => RuleOutcome.Ignored.Dropped,
        ErrorAction.Pass when CheckNative(input, output) is RuleOutcome.Produced produced => produced,
        _ => failed,
    };

    private BoundPlan PlanFor(Rule rule, DeviceContext device)
    {
        if (device.Variables.IsEmpty)
        {
            return rule.DefaultPlan!;
        }

        if (_plans.TryGetValue(device, out var known) && ReferenceEquals(known.Rule, rule))
        {
            return known.Bound;
        }

        var bound = rule.PlanFor(device.Variables);
        _plans.AddOrUpdate(device, new DevicePlan(rule, bound));
        return bound;
    }

    internal VariableTable VariablesFor(Rule rule, DeviceContext device)
    {
        if (device.Variables.IsEmpty)
        {
            return rule.DefaultVariables;
        }

        if (_variables.TryGetValue(device, out var known) && ReferenceEquals(known.Rule, rule))
        {
            return known.Table;
        }

        var table = new VariableTable(rule.VariablesFor(device.Variables));
        _variables.AddOrUpdate(device, new DeviceVariables(rule, table));
        return table;
    }

    private sealed record DevicePlan(Rule Rule, BoundPlan Bound);

    private sealed record DeviceVariables(Rule Rule, VariableTable Table);
}
