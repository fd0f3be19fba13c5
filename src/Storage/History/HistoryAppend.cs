namespace Busroot.Storage.History;

/// <summary>What a transaction appends to the history, counted only when the transaction is finished.</summary>
internal sealed class HistoryAppend(long last)
{
    private readonly long _before = last;
    private HistoryAccount.Change _change;
    private long _firstAt = long.MaxValue;

    /// <summary>The number of the last frame appended so far.</summary>
    public long LastSequence { get; private set; } = last;

    public void Add(FrameBuffer run, int bytes)
    {
        LastSequence += run.Count;
        _change += new HistoryAccount.Change(run.Count, run.PayloadBytes, run.Unmapped, 0, bytes);
        _firstAt = Math.Min(_firstAt, run.FirstMilliseconds);
    }

    public void Finish(HistoryAccount account, IReadOnlyList<FrameBuffer> runs)
    {
        var next = _before + 1;
        foreach (var run in runs)
        {
            run.FirstSequence = next;
            next += run.Count;
        }

        if (LastSequence > _before)
        {
            account.Appended(_change, LastSequence, _firstAt);
        }
    }
}
