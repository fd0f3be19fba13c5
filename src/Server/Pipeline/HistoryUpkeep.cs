using Busroot.Server.Loops;
using Busroot.Storage;
using Busroot.Storage.History;

namespace Busroot.Server.Pipeline;

/// <summary>Keeps the history small: packs new frames into blocks and drops what is too old or too much, a small step at a time.</summary>
/// <remarks>On a thread of its own; a step holds the database for some milliseconds, in which the pipeline gathers its next transaction.</remarks>
internal sealed class HistoryUpkeep : LoopWork, IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly HistoryStore _history;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private string? _trouble;
    private int _damageTold;
    private bool _hasMore;

    public HistoryUpkeep(HistoryStore history, ILogger log, Action<LoopItem, Exception> failed)
    {
        _history = history;
        _log = log;
        Loop = new WorkLoop("history", this, failed);
    }

    public WorkLoop Loop { get; }

    public override void EndBatch()
    {
        try
        {
            _hasMore = _history.Compact(_stopping.Token) | _history.Prune();
            _trouble = null;
        }
        catch (StorageException error)
        {
            _hasMore = false;
            if (_trouble != error.Message)
            {
                _trouble = error.Message;
                PipelineLog.CannotTidyHistory(_log, error.Message);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            _hasMore = false; // what was not packed stays as it is
        }

        TellDamage();
    }

    public override TimeSpan UntilNextTick() => _hasMore ? TimeSpan.Zero : Every;

    public void Dispose()
    {
        _stopping.Cancel();
        Loop.Dispose();
        _stopping.Dispose();
    }

    private void TellDamage()
    {
        if (_history.Totals.Damaged == _damageTold)
        {
            return;
        }

        foreach (var what in _history.Damage.Skip(_damageTold))
        {
            PipelineLog.HistoryDamaged(_log, what);
            _damageTold++;
        }
    }
}
