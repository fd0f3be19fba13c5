using Busroot.Server.Loops;
using Busroot.Server.Pipeline.Lanes;
using Busroot.Storage;
using Busroot.Storage.Readings;

namespace Busroot.Server.Pipeline;

/// <summary>The single writer of the pipeline: a run is on disk, with all that came of it, before its signals leave and its publishers are answered.</summary>
/// <remarks>
/// Everything that waits is stored in one transaction: runs of all lanes and what changed in sessions (group commit: the next runs gather
/// while this one syncs). While the disk fails, nothing is acknowledged and nothing is dropped: the runs wait, the lanes fill and the
/// sockets are not read, until it works again.
/// </remarks>
internal sealed class Committer : LoopWork, IRunStage, IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ReadingStore _store;
    private readonly ILogger _log;
    private readonly List<LaneRun> _runs = [];
    private readonly ReadingCommit _commit = new();
    private IRunStage? _publisher;
    private StoringItem? _changes;

    public Committer(ReadingStore store, ILogger log, Action<LoopItem, Exception> failed)
    {
        _store = store;
        _log = log;
        Loop = new WorkLoop("committer", this, failed);
    }

    public WorkLoop Loop { get; }

    /// <summary>Why nothing can be stored at present, for health checks; null while all is well.</summary>
    public StorageException? Trouble { get; private set; }

    /// <summary>Names the stage that follows; once, before the loop starts.</summary>
    public void SendTo(IRunStage publisher) => _publisher = publisher;

    public void Process(LaneRun run)
    {
        _runs.Add(run);
        _commit.Runs.Add(run.Frames);
        _commit.Quarantine.AddRange(run.Quarantine);
        _commit.States.AddRange(run.States);
        _commit.Replays.AddRange(run.Replays);
        _commit.Replayed.AddRange(run.Replayed);
    }

    /// <summary>Takes a set of session changes.</summary>
    public void Process(StoringItem changes)
    {
        _changes = changes;
        _commit.Sessions = changes.Changes;
        _commit.PublishedThrough = changes.Changes.LogPosition;
    }

    public override void EndBatch()
    {
        if (!IsWaiting || !TryStore())
        {
            return;
        }

        foreach (var run in _runs)
        {
            run.LastFrame = run.Frames.LastSequence;
            run.MoveTo(_publisher!);
        }

        _runs.Clear();
        _commit.Clear();
        var changes = _changes;
        _changes = null; // before it goes back: the next set may come at once
        changes?.Return();
    }

    private bool IsWaiting => _runs.Count > 0 || _changes is not null;

    public override TimeSpan UntilNextTick() => IsWaiting ? RetryAfter : Timeout.InfiniteTimeSpan;

    public void Dispose() => Loop.Dispose();

    private bool TryStore()
    {
        try
        {
            _store.Store(_commit);
            if (Trouble is not null)
            {
                Trouble = null;
                PipelineLog.StoringAgain(_log);
            }

            return true;
        }
        catch (StorageException error)
        {
            Report(error);
            return false;
        }
        catch (Exception error)
        {
            // The boundary between a fault of ours and the promise: what was not stored is not acknowledged, and health says so.
            Report(new StorageException(StorageFault.Failed, $"Storing readings failed unexpectedly ({error.GetType().Name}: {error.Message}). Report this; a restart may help.", error));
            return false;
        }
    }

    private void Report(StorageException error)
    {
        var known = Trouble?.Message;
        Trouble = error;
        if (known != error.Message)
        {
            PipelineLog.CannotStore(_log, error.Message);
        }
    }
}
