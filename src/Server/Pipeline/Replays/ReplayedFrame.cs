using Busroot.Server.Pipeline.Lanes;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;
using Busroot.Transformer;

namespace Busroot.Server.Pipeline.Replays;

/// <summary>A frame that is run again, and what came of it this time.</summary>
/// <param name="frame">Its number in the history; zero when it is not known.</param>
/// <param name="quarantined">Its number in the quarantine; null when it is not from there.</param>
internal sealed class ReplayedFrame(long frame, long? quarantined)
{
    /// <summary>Its number in the history.</summary>
    public long Frame { get; } = frame;

    /// <summary>What came of it; null until it has run.</summary>
    public FrameOutcome? Outcome { get; private set; }

    /// <summary>Has what became of it stored with the run. Lane only.</summary>
    public void Ran(LaneRun run, FrameOutcome outcome, RuleOutcome.Failed? failed, PipelineDevice device)
    {
        Outcome = outcome;
        if (quarantined is null && outcome is FrameOutcome.Produced or FrameOutcome.Ignored)
        {
            run.Replayed.Add(Frame);
        }
        if (quarantined is { } sequence && outcome != FrameOutcome.Unmapped)
        {
            run.Resolutions.Add(failed is null
                ? QuarantineResolution.Replayed(sequence, device.Rule?.Revision)
                : QuarantineResolution.FailedAgain(sequence, device.Rule?.Id, device.Rule?.Revision, failed.Fault.ToString(), failed.Message, failed.At?.Line, failed.At?.Column));
        }
    }
}
