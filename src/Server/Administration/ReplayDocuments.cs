using Busroot.Server.Pipeline.Replays;

namespace Busroot.Server.Administration;

/// <summary>Which frames of a device without a rule to run, now that it has one.</summary>
internal sealed record UnmappedReplayDraft
{
    /// <summary>Arrived then or later; absent for all that is kept.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <inheritdoc cref="QuarantineReplayDraft.Next"/>
    public string? Next { get; init; }
}

/// <summary>What came of the frames that were run again since the request.</summary>
/// <param name="Produced">Gave signals, which are published.</param>
/// <param name="Ignored">The rule has nothing to say to them.</param>
/// <param name="Failed">Failed, again or now; they are in quarantine with the new error.</param>
/// <param name="Unmapped">No rule serves their device; they stay as they are.</param>
/// <param name="Next">There is more: the same request with this in it goes on. Absent when there is nothing left.</param>
internal sealed record ReplayView(int Produced, int Ignored, int Failed, int Unmapped, string? Next)
{
    public static ReplayView Of(ReplayResult result) => new(result.Produced, result.Ignored, result.Failed, result.Unmapped, result.Next?.ToString());

    /// <summary>What came of two parts of a replay.</summary>
    public static ReplayView operator +(ReplayView first, ReplayView then) =>
        new(first.Produced + then.Produced, first.Ignored + then.Ignored, first.Failed + then.Failed, first.Unmapped + then.Unmapped, then.Next);
}
