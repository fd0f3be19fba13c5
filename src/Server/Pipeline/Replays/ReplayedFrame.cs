using Busroot.Server.Pipeline.Lanes;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Transformer;

namespace Busroot.Server.Pipeline.Replays;

/// <summary>A frame that is run again, and what came of it this time.</summary>
/// <param name="frame">Its number in the history; zero when it is from the quarantine.</param>
/// <param name="quarantined">Its number in the quarantine; zero when it is from the history.</param>
/// <param name="at">When it is run again.</param>
internal sealed class ReplayedFrame(long frame, long quarantined, DateTimeOffset at)
{
    /// <summary>Its number in the history; minus its number in the quarantine when it is from there.</summary>
    public long Origin => frame > 0 ? frame : -quarantined;

    /// <summary>What came of it; null until it has run, and when no rule serves its device still.</summary>
    public FrameOutcome? Outcome { get; private set; }

    /// <summary>Has what became of it stored with the run. Lane only.</summary>
    /// <returns>True when a failure is to be quarantined: a frame from the history that failed now, of which the quarantine does not know yet.</returns>
    public bool Ran(LaneRun run, FrameOutcome outcome, RuleOutcome.Failed? failed, PipelineDevice device)
    {
        Outcome = outcome;
        if (frame > 0)
        {
            run.Replayed.Add(new ReplayedUnmapped(device.Id, frame));
            return failed is not null;
        }

        run.Replays.Add(new QuarantineReplay(quarantined, device.Rule?.Revision, at)
        {
            RuleId = device.Rule?.Id,
            Fault = failed?.Fault.ToString(),
            Message = failed?.Message ?? "",
            Line = failed?.At?.Line,
            Column = failed?.At?.Column,
        });
        return false;
    }
}
