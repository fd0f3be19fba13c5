using System.Collections.Immutable;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Pipeline.Shadows;

/// <summary>A candidate for a rule that runs beside the live one on live readings: nothing of it is published or stored, it is compared.</summary>
/// <param name="candidate">What runs; it has the live rule's ID.</param>
/// <param name="beside">What ran live when it began.</param>
/// <param name="origin">Where the candidate is from.</param>
/// <param name="since">When it began.</param>
/// <param name="by">Who began it.</param>
/// <param name="runners">Run the candidate, one a lane.</param>
/// <param name="ended">Told when it ends by itself, on the lane that ended it.</param>
/// <remarks>Threads: any. In memory only: it ends with the server.</remarks>
internal sealed class Shadow(Rule candidate, Rule beside, CandidateOrigin origin, DateTimeOffset since, string by, WarmRunners runners, Action<Shadow> ended)
{
    private ImmutableArray<ShadowTally> _tallies = []; // one for each lane that has had readings; the one that began last is last
    private ShadowEnd? _end;

    public Rule Candidate { get; } = candidate;

    /// <summary>What ran live when it began; another revision may since.</summary>
    public Rule Beside { get; } = beside;

    public CandidateOrigin Origin { get; } = origin;

    public DateTimeOffset Since { get; } = since;

    public string By { get; } = by;

    /// <summary>Run the candidate, one a lane.</summary>
    public WarmRunners Runners { get; } = runners;

    /// <summary>That it has ended by itself, and why; null while it runs.</summary>
    public ShadowEnd? End => Volatile.Read(ref _end);

    /// <summary>How the candidate compares with the live revision that it was compared with last, by lane; empty before the first reading.</summary>
    public ImmutableArray<ShadowTally> Tallies
    {
        get
        {
            var tallies = _tallies;
            return [.. tallies.Where(tally => ReferenceEquals(tally.Live, tallies[^1].Live))];
        }
    }

    /// <summary>Begins to count for a lane, with its first reading of a live revision.</summary>
    /// <param name="live">The live revision.</param>
    /// <param name="at">When.</param>
    /// <param name="before">What the lane has counted with another one, which is forgotten; null for none.</param>
    public ShadowTally Begin(Rule live, DateTimeOffset at, ShadowTally? before)
    {
        var tally = new ShadowTally(live, at);
        ImmutableInterlocked.Update(ref _tallies, tallies => (before is null ? tallies : tallies.Remove(before)).Add(tally));
        return tally;
    }

    /// <summary>Ends it, for a reason of its own; what was counted stays to be read.</summary>
    public void Stop(string reason, DateTimeOffset at)
    {
        if (Interlocked.CompareExchange(ref _end, new ShadowEnd(at, reason), null) is null)
        {
            ended(this);
        }
    }
}

/// <summary>Where a candidate is from: one of the two.</summary>
/// <param name="Number">The number of a revision that is kept.</param>
/// <param name="Folder">A folder, as whoever began it calls it.</param>
internal sealed record CandidateOrigin(long? Number, string? Folder);

/// <summary>That a shadow has ended by itself.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">Why, for people.</param>
internal sealed record ShadowEnd(DateTimeOffset At, string Reason);
