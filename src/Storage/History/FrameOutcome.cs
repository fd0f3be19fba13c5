namespace Busroot.Storage.History;

/// <summary>What became of a raw frame. The numbers are stored; they never change.</summary>
public enum FrameOutcome
{
    /// <summary>It gave signals, or was signals that passed the check.</summary>
    Produced = 0,

    /// <summary>The rule had nothing to say about it.</summary>
    Ignored = 1,

    /// <summary>The rule failed, or native signals did not pass the check; the frame is in quarantine too.</summary>
    Failed = 2,

    /// <summary>No rule serves the device.</summary>
    Unmapped = 3,

    /// <summary>It was handled before and came again, so no rule ran.</summary>
    Duplicate = 4,
}
