namespace Busroot.Server.Rules;

/// <summary>A rule that is to be run over what a device has sent.</summary>
/// <param name="Rule">Its ID, for messages.</param>
/// <param name="Files">What it is made of; its examples are not needed.</param>
/// <param name="Device">The device.</param>
/// <param name="Since">From when on.</param>
/// <param name="Limit">How many readings at most, the oldest first; 1 to 100,000.</param>
internal sealed record BacktestRequest(string Rule, IReadOnlyList<RuleFileBytes> Files, string Device, DateTimeOffset Since, int Limit = 10_000);

/// <summary>A file of a rule, unchanged.</summary>
internal sealed record RuleFileBytes(string Name, byte[] Bytes);

/// <summary>How a rule compares with what was published.</summary>
/// <param name="Revision">The revision that was run.</param>
/// <param name="Readings">Readings it was run on.</param>
/// <param name="Equal">Readings that would give what they gave: the same signals, numbers within 1e-6; nothing; or an error, whichever it is.</param>
/// <param name="Different">Readings that would give something else.</param>
/// <param name="Failed">Readings the rule would fail on, where it did not fail then.</param>
/// <param name="More">Whether there are later readings, which it was not run on.</param>
/// <param name="Differences">The first of those that would be different or fail.</param>
internal sealed record BacktestView(string Revision, int Readings, int Equal, int Different, int Failed, bool More, IReadOnlyList<BacktestDifference> Differences);

/// <summary>A reading that would give something else.</summary>
/// <param name="Sequence">Its number in the history.</param>
/// <param name="At">When it arrived.</param>
/// <param name="Payload">What the device sent, for people.</param>
/// <param name="Was">What it gave then.</param>
/// <param name="Would">What it would give.</param>
internal sealed record BacktestDifference(long Sequence, DateTimeOffset At, string Payload, string Was, string Would);
