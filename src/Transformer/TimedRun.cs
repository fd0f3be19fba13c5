using Busroot.Transformer.Rules;
using Busroot.Transformer.State;

namespace Busroot.Transformer;

/// <summary>What a rule did of itself: a timer fired, a function that had awaited something went on, or a reading that waited for the one before it was run.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Device">The device it ran for.</param>
/// <param name="State">The device's state, with changes to take; null when the reading came without.</param>
/// <param name="Topic">UTF-8; the topic of the reading, for quarantine.</param>
/// <param name="Payload">The reading's bytes; empty when what ran was a timer's own.</param>
/// <param name="At">When the reading arrived; for what was a timer's own, now.</param>
/// <param name="Outcome">What came of it. Its publications are at the end of the signal buffer.</param>
public sealed record TimedRun(
    Rule Rule, DeviceContext Device, DeviceState? State, ReadOnlyMemory<byte> Topic, ReadOnlyMemory<byte> Payload, DateTimeOffset At, RuleOutcome Outcome)
{
    /// <summary>
    /// Whether it is the outcome of the device's oldest reading that has been given only <see cref="RuleOutcome.Awaits"/>. A function that goes on
    /// after it has published has answered before: what it does then is, like a timer's, its own, and its failure comes with the reading's bytes.
    /// </summary>
    public bool Answers { get; init; }
}
