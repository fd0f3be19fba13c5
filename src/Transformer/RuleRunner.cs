using System.Runtime.CompilerServices;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer;

/// <summary>Runs rules on readings, one at a time; owns the scratch memory they need.</summary>
/// <remarks>Owner: one lane; not thread-safe. Cost: nothing is allocated per message once warm, except to describe a failure.</remarks>
public sealed class RuleRunner
{
    private readonly SignalSet _signals = new();
    private readonly SlotTable _slots = new();
    private readonly ConditionalWeakTable<DeviceContext, DevicePlan> _plans = [];

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

    private RuleOutcome Run(Rule rule, in RuleInput input, SignalBuffer output)
    {
        if (rule.Ignores(input.Payload))
        {
            return RuleOutcome.Ignored.NamedByRule;
        }

        var bound = PlanFor(rule, input.Device);
        if (bound.Problem is not null)
        {
            return bound.Problem;
        }

        _signals.Clear();
        var leftOut = default(LeftOut);
        if (!bound.Plan.TryRun(input.Payload, input.Retain, _slots, _signals, ref leftOut, out var error))
        {
            return new RuleOutcome.Failed(RuleFault.InvalidPayload, error!, null);
        }

        DroppedValues += leftOut.Values;
        RetainedIncrements += leftOut.RetainedIncrements;
        if (_signals.IsEmpty)
        {
            return leftOut.RetainedIncrements > 0 ? RuleOutcome.Ignored.RetainedIncrement : RuleOutcome.Ignored.NoSignal;
        }

        output.Add(station: null, _signals);
        return RuleOutcome.Produced.Instance;
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
            return rule.DefaultPlan;
        }

        if (_plans.TryGetValue(device, out var known) && ReferenceEquals(known.Rule, rule))
        {
            return known.Bound;
        }

        var bound = rule.PlanFor(device.Variables);
        _plans.AddOrUpdate(device, new DevicePlan(rule, bound));
        return bound;
    }

    private sealed record DevicePlan(Rule Rule, BoundPlan Bound);
}
