using Busroot.Broker.Persistence;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;

namespace Busroot.Storage.Readings;

/// <summary>What is stored in one transaction: everything that batches of readings leave behind.</summary>
/// <remarks>Owner: the committer, which fills it, stores it and clears it. Not thread-safe.</remarks>
public sealed class ReadingCommit
{
    /// <summary>Frames for the history, runs in the order in which they are numbered.</summary>
    public List<FrameBuffer> Runs { get; } = [];

    /// <summary>Readings for the quarantine, oldest first.</summary>
    public List<QuarantineEntry> Quarantine { get; } = [];

    /// <summary>What became of quarantined readings that were run again.</summary>
    public List<QuarantineReplay> Replays { get; } = [];

    /// <summary>Frames of the history that no rule served when they came, and that have run now.</summary>
    public List<ReplayedUnmapped> Replayed { get; } = [];

    /// <summary>Changes of what rules remember, in order; of several for one device and rule the last counts.</summary>
    public List<RuleState> States { get; } = [];

    /// <summary>Changes of sessions and their messages; null for none.</summary>
    public SessionChanges? Sessions { get; set; }

    /// <summary>The number of the last frame whose signals have been handed to sessions, as far as <see cref="Sessions"/> goes; null when it did not change.</summary>
    public long? PublishedThrough { get; set; }

    /// <summary>True when there is nothing to store.</summary>
    public bool IsEmpty =>
        Runs.TrueForAll(run => run.Count == 0) && Quarantine.Count + Replays.Count + Replayed.Count + States.Count == 0 && Sessions is null or { IsEmpty: true } && PublishedThrough is null;

    /// <summary>Empties it; what was in it is left alone.</summary>
    public void Clear()
    {
        Runs.Clear();
        Quarantine.Clear();
        Replays.Clear();
        Replayed.Clear();
        States.Clear();
        Sessions = null;
        PublishedThrough = null;
    }
}
