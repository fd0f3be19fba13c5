using Busroot.Broker.Persistence;
using Busroot.Server.Loops;
using Busroot.Storage;
using Busroot.Storage.Quarantine;
using Busroot.Storage.Readings;

namespace Busroot.Server.Pipeline;

/// <summary>The single writer of the pipeline: what a batch leaves behind is on disk before its publishers are answered.</summary>
/// <remarks>
/// Everything that waits is stored in one transaction (group commit: the next batches gather while this one syncs). While the disk fails,
/// nothing is acknowledged and nothing is dropped: the batches wait, the lanes fill and the sockets are not read, until it works again.
/// </remarks>
internal sealed class Committer : LoopWork, IReadingStage, IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ReadingStore _store;
    private readonly ISessionStore _sessions;
    private readonly ILogger _log;
    private readonly List<ReadingBatch> _batches = [];
    private readonly List<QuarantineEntry> _entries = [];
    private readonly List<RuleState> _states = [];
    private IReadingStage? _publisher;
    private StoringItem? _changes;

    public Committer(ReadingStore store, ISessionStore sessions, ILogger log, Action<LoopItem, Exception> failed)
    {
        _store = store;
        _sessions = sessions;
        _log = log;
        Loop = new WorkLoop("committer", this, failed);
    }

    public WorkLoop Loop { get; }

    /// <summary>Why nothing can be stored at present, for health checks; null while all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Names the stage that follows; once, before the loop starts.</summary>
    public void SendTo(IReadingStage publisher) => _publisher = publisher;

    public void Process(ReadingBatch batch)
    {
        _batches.Add(batch);
        _entries.AddRange(batch.Quarantine);
        _states.AddRange(batch.States);
    }

    /// <summary>Takes a set of session changes.</summary>
    public void Process(StoringItem changes) => _changes = changes;

    public override void EndBatch()
    {
        if (!IsWaiting || !TryStore())
        {
            return;
        }

        foreach (var batch in _batches)
        {
            batch.MoveTo(_publisher!);
            batch.Lane.Committed(); // after it is on its way, so that the lane's next batch cannot overtake it
        }

        _batches.Clear();
        var changes = _changes;
        _changes = null; // before it goes back: the next set may come at once
        changes?.Return();
    }

    private bool IsWaiting => _batches.Count > 0 || _changes is not null;

    public override TimeSpan UntilNextTick() => IsWaiting ? RetryAfter : Timeout.InfiniteTimeSpan;

    public void Dispose() => Loop.Dispose();

    private bool TryStore()
    {
        try
        {
            if (_entries.Count + _states.Count > 0)
            {
                var commit = new ReadingCommit();
                commit.Quarantine.AddRange(_entries);
                commit.States.AddRange(_states);
                _store.Store(commit);
                _entries.Clear(); // stored, also when what follows is not
                _states.Clear();
            }

            if (_changes is { } changes)
            {
                _sessions.Store(changes.Changes);
            }

            if (Trouble is not null)
            {
                Trouble = null;
                PipelineLog.StoringAgain(_log);
            }

            return true;
        }
        catch (StorageException error)
        {
            if (Trouble != error.Message)
            {
                Trouble = error.Message;
                PipelineLog.CannotStore(_log, error.Message);
            }

            return false;
        }
    }
}
