using Busroot.Transformer;

namespace Busroot.Server.Pipeline;

/// <summary>What became of the readings, since the start.</summary>
/// <remarks>Threads: lanes add, any thread reads.</remarks>
internal sealed class PipelineCounters
{
    private long _produced;
    private long _ignored;
    private long _failed;
    private long _unmapped;
    private long _duplicates;
    private long _backlog;

    /// <summary>Readings that gave signals.</summary>
    public long Produced => Volatile.Read(ref _produced);

    /// <summary>Readings that had nothing to say; normal.</summary>
    public long Ignored => Volatile.Read(ref _ignored);

    /// <summary>Readings that no rule could use; they are in quarantine.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Readings of devices that no rule serves; they are in the history.</summary>
    public long Unmapped => Volatile.Read(ref _unmapped);

    /// <summary>Readings that came a second time, after a lost connection or a restart: they were answered and not run again.</summary>
    public long Duplicates => Volatile.Read(ref _duplicates);

    /// <summary>Readings that came out of a device's backlog: much closer together than it usually sends.</summary>
    public long Backlog => Volatile.Read(ref _backlog);

    /// <param name="outcome">Null when no rule serves the device.</param>
    /// <param name="isBacklog">It came out of a backlog.</param>
    public void Add(RuleOutcome? outcome, bool isBacklog)
    {
        switch (outcome)
        {
            case RuleOutcome.Produced:
                Interlocked.Increment(ref _produced);
                break;
            case RuleOutcome.Ignored:
                Interlocked.Increment(ref _ignored);
                break;
            case null:
                Interlocked.Increment(ref _unmapped);
                break;
            default:
                Interlocked.Increment(ref _failed);
                break;
        }

        if (isBacklog)
        {
            Interlocked.Increment(ref _backlog);
        }
    }

    public void AddDuplicate() => Interlocked.Increment(ref _duplicates);
}
