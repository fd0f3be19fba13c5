using Busroot.Server.Pipeline.Shadows;
using Busroot.Transformer;

namespace Busroot.Server.Rules;

/// <summary>A candidate that is to run beside a live rule; it is either a revision or files.</summary>
/// <param name="Rule">The live rule.</param>
/// <param name="Number">The number of a revision that is kept.</param>
/// <param name="Files">What the candidate is made of.</param>
/// <param name="Folder">Where the files are from, to be shown.</param>
internal sealed record ShadowRequest(string? Rule, long? Number = null, IReadOnlyList<RuleFileBytes>? Files = null, string? Folder = null);

/// <summary>How a candidate compares with the live rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Candidate">The revision that runs in shadow.</param>
/// <param name="Number">Its number, when it is one that is kept.</param>
/// <param name="Folder">Where its files are from, when it is not.</param>
/// <param name="Live">The live revision it is compared with.</param>
/// <param name="LiveSince">When the comparison with that revision began; absent before the first reading.</param>
/// <param name="Before">The live revision it was compared with at first, when it is another: with a change of the live rule, counting begins anew.</param>
/// <param name="Since">When the shadow began.</param>
/// <param name="By">Who began it.</param>
/// <param name="Ended">When it ended by itself; absent while it runs.</param>
/// <param name="Reason">Why it did.</param>
/// <param name="Counts">What was counted.</param>
/// <param name="Differences">The last readings that would give something else, oldest first; absent in lists.</param>
internal sealed record ShadowView(
    string Rule, string Candidate, long? Number, string? Folder, string Live, DateTimeOffset? LiveSince, string? Before, DateTimeOffset Since, string By, DateTimeOffset? Ended, string? Reason,
    ShadowCounts Counts, IReadOnlyList<ReadingDifference>? Differences)
{
    /// <summary>A shadow with its last differences.</summary>
    public static ShadowView Of(Shadow shadow)
    {
        var tallies = shadow.Tallies;
        var live = (tallies.FirstOrDefault()?.Live ?? shadow.Beside).Revision;
        return new ShadowView(
            shadow.Candidate.Id, shadow.Candidate.Revision, shadow.Origin.Number, shadow.Origin.Folder,
            live, tallies.IsEmpty ? null : tallies.Min(tally => tally.Since), live == shadow.Beside.Revision ? null : shadow.Beside.Revision, shadow.Since, shadow.By, shadow.End?.At, shadow.End?.Reason,
            ShadowCounts.Of(tallies),
            [.. tallies.SelectMany(tally => tally.Differences).OrderBy(difference => difference.At).TakeLast(ShadowTally.KeptDifferences)]);
    }
}

/// <summary>Readings by how they compare.</summary>
/// <param name="Readings">Readings that both ran on: the sum of the others but <paramref name="LeftOut"/>.</param>
/// <param name="Equal">Both gave the same.</param>
/// <param name="Different">Both published, and not the same.</param>
/// <param name="Ignored">The live rule published, the candidate would ignore them.</param>
/// <param name="Added">The live rule ignored them, the candidate would publish.</param>
/// <param name="Failed">The candidate would fail where the live rule did not.</param>
/// <param name="Faults">Those by kind of failure.</param>
/// <param name="Mended">The live rule failed where the candidate would not.</param>
/// <param name="Unfinished">One of them goes on by a timer, and what it publishes then is not compared.</param>
/// <param name="LeftOut">The candidate was not run on: it had used its share of time, or more devices sent than are followed.</param>
/// <param name="Microseconds">What a reading has cost the candidate, on average.</param>
internal sealed record ShadowCounts(
    long Readings, long Equal, long Different, long Ignored, long Added, long Failed, IReadOnlyDictionary<string, long> Faults, long Mended, long Unfinished, long LeftOut, double Microseconds)
{
    /// <summary>What lanes have counted, together.</summary>
    public static ShadowCounts Of(IReadOnlyList<ShadowTally> tallies)
    {
        long Sum(Verdict verdict) => tallies.Sum(tally => tally.Count(verdict));
        var readings = Enum.GetValues<Verdict>().Sum(Sum);
        var time = TimeSpan.FromTicks(tallies.Sum(tally => tally.Time.Ticks));
        return new ShadowCounts(
            readings, Sum(Verdict.Equal), Sum(Verdict.Different), Sum(Verdict.Ignored), Sum(Verdict.Added), Sum(Verdict.Failed),
            Enum.GetValues<RuleFault>().Select(fault => (Name: $"{fault}", Count: tallies.Sum(tally => tally.Count(fault)))).Where(fault => fault.Count > 0)
                .ToDictionary(fault => fault.Name, fault => fault.Count, StringComparer.Ordinal),
            Sum(Verdict.Mended), Sum(Verdict.Unfinished), tallies.Sum(tally => tally.LeftOut), readings == 0 ? 0 : Math.Round(time.TotalMicroseconds / readings, 1));
    }
}
