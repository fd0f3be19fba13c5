using Busroot.Storage.History;

namespace Busroot.Server.Pipeline.Replays;

/// <summary>What came of frames that were run again.</summary>
/// <param name="Produced">Frames that gave signals this time.</param>
/// <param name="Ignored">Frames that the rule has nothing to say to.</param>
/// <param name="Failed">Frames that failed again; they stay, with the new error.</param>
/// <param name="Unmapped">Frames that no rule serves; they stay as they are.</param>
internal sealed record ReplayResult(int Produced, int Ignored, int Failed, int Unmapped)
{
    /// <summary>Where to go on; null when there is nothing left.</summary>
    public ReplayPosition? Next { get; init; }

    public static ReplayResult operator +(ReplayResult a, ReplayResult b) =>
        new(a.Produced + b.Produced, a.Ignored + b.Ignored, a.Failed + b.Failed, a.Unmapped + b.Unmapped);

    public static ReplayResult Of(IEnumerable<FrameOutcome?> outcomes)
    {
        var counts = outcomes.CountBy(outcome => outcome ?? FrameOutcome.Unmapped).ToDictionary();
        return new ReplayResult(
            counts.GetValueOrDefault(FrameOutcome.Produced), counts.GetValueOrDefault(FrameOutcome.Ignored),
            counts.GetValueOrDefault(FrameOutcome.Failed), counts.GetValueOrDefault(FrameOutcome.Unmapped));
    }
}
