using Busroot.Transformer.Rules;
using Busroot.Transformer.State;

namespace Busroot.Transformer;

/// <summary>What a rule did of itself, without a reading: a timer fired, or a message that waited for the one before it went on.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Device">The device it ran for.</param>
/// <param name="State">The device's state, with changes to take; null when the reading came without.</param>
/// <param name="Topic">UTF-8; the topic of the reading, for quarantine.</param>
/// <param name="Payload">The reading's bytes; empty when what ran was a timer's own, and no reading ended with it.</param>
/// <param name="At">When the reading arrived; for a timer, now.</param>
/// <param name="Outcome">What came of it. Its publications are at the end of the signal buffer.</param>
public sealed record TimedRun(
    Rule Rule, DeviceContext Device, DeviceState? State, ReadOnlyMemory<byte> Topic, ReadOnlyMemory<byte> Payload, DateTimeOffset At, RuleOutcome Outcome);
