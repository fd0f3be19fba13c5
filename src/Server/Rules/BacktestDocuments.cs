using Busroot.Transformer.Rules;

namespace Busroot.Server.Rules;

/// <summary>A rule that is to be run over what a device has sent.</summary>
/// <param name="Rule">Its ID, for messages.</param>
/// <param name="Files">What it is made of.</param>
/// <param name="Device">The device.</param>
/// <param name="Since">From when on.</param>
/// <param name="Limit">How many readings at most, the oldest first; 1 to 100,000.</param>
internal sealed record BacktestRequest(string Rule, IReadOnlyList<RuleFileBytes> Files, string Device, DateTimeOffset Since, int Limit = 10_000);

/// <summary>A file of a rule, unchanged.</summary>
internal sealed record RuleFileBytes(string Name, byte[] Bytes)
{
    public static IReadOnlyList<RuleFileBytes> Of(RuleSource source) => [.. source.Files.Select(file => new RuleFileBytes(file.Key, file.Value.ToArray()))];
}

/// <summary>How a rule compares with what was published.</summary>
/// <param name="Revision">The revision that was run.</param>
/// <param name="Readings">Readings it was run on.</param>
/// <param name="Equal">Readings that would give what they gave.</param>
/// <param name="Different">Readings that would give something else.</param>
/// <param name="Failed">Readings the rule would fail on, where it did not fail then.</param>
/// <param name="Differences">The first of those that would be different or fail.</param>
internal sealed record BacktestView(string Revision, int Readings, int Equal, int Different, int Failed, IReadOnlyList<ReadingDifference> Differences);
