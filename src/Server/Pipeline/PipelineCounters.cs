namespace Busroot.Server.Pipeline;

/// <summary>What became of the readings, since the start.</summary>
/// <remarks>Threads: lanes add, any thread reads.</remarks>
internal sealed class PipelineCounters
{
    private long _produced;
    private long _ignored;
    private long _failed;
    private long _unmapped;

    /// <summary>Readings that gave signals.</summary>
    public long Produced => Volatile.Read(ref _produced);

    /// <summary>Readings that had nothing to say; normal.</summary>
    public long Ignored => Volatile.Read(ref _ignored);

    /// <summary>Readings that no rule could use; they are in quarantine.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Readings of devices that no rule serves; they are in quarantine.</summary>
    public long Unmapped => Volatile.Read(ref _unmapped);

    public void AddProduced() => Interlocked.Increment(ref _produced);

    public void AddIgnored() => Interlocked.Increment(ref _ignored);

    public void AddFailed() => Interlocked.Increment(ref _failed);

    public void AddUnmapped() => Interlocked.Increment(ref _unmapped);
}
