using Busroot.Load.Generator;

namespace Busroot.Load.Cases;

/// <summary>Every measurement of one case; <paramref name="Peers"/> is empty when there is no peer.</summary>
internal sealed record CaseResult(LoadCase Case, IReadOnlyList<Outcome> Ours, IReadOnlyList<Outcome> Peers)
{
    /// <summary>Median of ours through median of the peer's; null without a peer.</summary>
    public double? Ratio => Peers.Count == 0 ? null : Median(Ours, Case.ValueOf) / Median(Peers, Case.ValueOf);

    /// <summary>Whether everything aimed at is reached; null when that cannot be told without the peer.</summary>
    public bool? IsReached
    {
        get
        {
            if (Case.GoalRatio is not null && Ratio is null)
            {
                return null;
            }

            var ratio = Case.GoalRatio is not { } goal || (Case.Measure == Measure.Connects ? Ratio >= goal : Ratio <= goal);
            var value = Case.GoalValue is not { } most || Median(Ours, Case.ValueOf) <= most;
            var p99 = Case.GoalP99 is not { } latest || Median(Ours, outcome => outcome.P99Milliseconds) <= latest;
            return ratio && value && p99;
        }
    }

    public static double Median(IReadOnlyList<Outcome> outcomes, Func<Outcome, double> value)
    {
        var sorted = outcomes.Select(value).Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
