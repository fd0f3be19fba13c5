using System.Runtime.CompilerServices;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;

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
    private readonly ScriptRealms _realms;
    private readonly ScriptRunner _scripts;
    private readonly MappingRunner _mappings;

    /// <summary>Makes a runner that measures the time of scripts with the system's clock.</summary>
    public RuleRunner()
        : this(TimeProvider.System)
    {
    }

    /// <summary>Makes a runner.</summary>
    /// <param name="time">Measures how long scripts run. What time it is for a script, the reading says.</param>
    public RuleRunner(TimeProvider time)
    {
        _realms = new ScriptRealms(time);
        _scripts = new ScriptRunner(_realms, _slots, _signals);
        _mappings = new MappingRunner(new ExpressionRunner(_realms, this), _slots, _signals);
    }

    /// <summary>What the script of the last <see cref="Apply"/> said with <c>warn</c>: at most 16 texts of 200 characters; valid until the next.</summary>
    public IReadOnlyList<string> Warnings => _scripts.Warnings;

    /// <summary>Values that were there but could not be used: wrong type, excluded by <c>not</c>, outside the contract.</summary>
    public long DroppedValues { get; private set; }

    /// <summary>Increments left out because their message was retained.</summary>
    public long RetainedIncrements { get; private set; }

    /// <summary>Turns one raw reading into signals.</summary>
    /// <param name="rule">The rule that serves the device.</param>
    /// <param name="input">The reading; only read during the call.</param>
    /// <param name="output">Gains the publications when the outcome is <see cref="RuleOutcome.Produced"/>; otherwise is left as it was.</param>
    /// <returns>What came of it, the rule's <c>onError</c> already applied: a failure is for quarantine.</returns>
    /// <remarks>Never throws, whatever the payload.</remarks>
    public RuleOutcome Apply(Rule rule, in RuleInput input, SignalBuffer output)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(output);
        var outcome = Run(rule, input, output);
        return outcome is RuleOutcome.Failed { Fault: RuleFault.InvalidPayload } failed ? Soften(rule, failed, input, output) : outcome;
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
        _realms.Dispose();
    }

    private RuleOutcome Run(Rule rule, in RuleInput input, SignalBuffer output)
    {
        if (rule.Ignores(input.Payload))
        {
            return RuleOutcome.Ignored.NamedByRule;
        }

        var leftOut = default(LeftOut);
        if (rule.Script is not null)
        {
            var ended = _scripts.Run(rule, input, VariablesFor(rule, input.Device), output, ref leftOut);
            RetainedIncrements += leftOut.RetainedIncrements;
            return ended;
        }

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
