namespace Busroot.Server.Loops;

/// <summary>One thread that runs what is posted to it, a batch at a time: everything posted while the last batch ran is the next one.</summary>
/// <remarks>
/// State that only this thread touches needs no locks. Posting is one compare-and-swap, and one wake-up when the thread sleeps.
/// The thread sleeps without spinning: a nearly idle service costs next to nothing.
/// </remarks>
internal sealed class WorkLoop : IDisposable
{
    private readonly LoopWork _work;
    private readonly Action<LoopItem, Exception> _failed;
    private readonly LoopSleep _sleep;
    private readonly Thread _thread;
    private LoopItem? _posted; // newest first
    private int _asleep;
    private volatile bool _stopping;

    /// <summary>Makes a loop that does not run yet.</summary>
    /// <param name="name">Name of the thread.</param>
    /// <param name="work">What frames each batch.</param>
    /// <param name="failed">Told of an item that threw; must not throw itself.</param>
    /// <param name="sleep">How it sleeps; the loop disposes it. Null for a loop that only does what is posted.</param>
    public WorkLoop(string name, LoopWork work, Action<LoopItem, Exception> failed, LoopSleep? sleep = null)
    {
        _work = work;
        _failed = failed;
        _sleep = sleep ?? new EventSleep();
        _thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    /// <summary>True on the loop's own thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    public void Start() => _thread.Start();

    /// <summary>Queues an item. Threads: any. Items posted by one thread run in the order it posted them.</summary>
    public void Post(LoopItem item)
    {
        LoopItem? newest;
        do
        {
            newest = Volatile.Read(ref _posted);
            item.Next = newest;
        }
        while (Interlocked.CompareExchange(ref _posted, item, newest) != newest);

        if (Volatile.Read(ref _asleep) == 1 && Interlocked.Exchange(ref _asleep, 0) == 1)
        {
            _sleep.Wake();
        }
    }

    /// <summary>Runs a call on the loop and waits for its result without blocking. Threads: any but the loop's own.</summary>
    public Task<T> CallAsync<T>(Func<T> call)
    {
        var item = new LoopCall<T>(call);
        Post(item);
        return item.Task;
    }

    /// <summary>Lets the current batch end and stops. What is still posted does not run.</summary>
    public void Dispose()
    {
        _stopping = true;
        _sleep.Wake();
        if (_thread.IsAlive && !IsCurrent)
        {
            _thread.Join();
        }

        _sleep.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            var items = TakeAll();
            if (items is null)
            {
                Sleep();
                items = TakeAll();
            }
            else
            {
                _sleep.Look();
            }

            _work.BeginBatch();
            RunAll(items);
            foreach (var item in _sleep.Ready)
            {
                RunOne(item);
            }

            RunEnd();
        }
    }

    private void RunAll(LoopItem? items)
    {
        for (var item = items; item is not null;)
        {
            var next = item.Next;
            item.Next = null;
            RunOne(item);
            item = next;
        }
    }

    private void RunOne(LoopItem item)
    {
        try
        {
            item.Run();
        }
        catch (Exception error)
        {
            // The boundary between one client's work and everybody else's: the item that failed answers for it alone.
            _failed(item, error);
            RunFailed(item, error);
        }
    }

    private void RunFailed(LoopItem item, Exception error)
    {
        try
        {
            item.Failed(error);
        }
        catch (Exception another)
        {
            _failed(item, another); // same boundary: what is broken may break its own cleaning up, but not the loop
        }
    }

    private void RunEnd()
    {
        try
        {
            _work.EndBatch();
        }
        catch (Exception error)
        {
            _failed(EndOfBatch.Instance, error); // same boundary: the loop goes on
        }
    }

    /// <summary>Sleeps until something is posted or ready, or a tick is due.</summary>
    private void Sleep()
    {
        Interlocked.Exchange(ref _asleep, 1);
        if (Volatile.Read(ref _posted) is null && !_stopping)
        {
            _sleep.Wait(_work.UntilNextTick());
        }
        else
        {
            _sleep.Look();
        }

        Interlocked.Exchange(ref _asleep, 0);
    }

    /// <summary>Takes everything posted, oldest first.</summary>
    private LoopItem? TakeAll()
    {
        LoopItem? oldestFirst = null;
        for (var item = Interlocked.Exchange(ref _posted, null); item is not null;)
        {
            var next = item.Next;
            item.Next = oldestFirst;
            oldestFirst = item;
            item = next;
        }

        return oldestFirst;
    }

    private sealed class EndOfBatch : LoopItem
    {
        public static EndOfBatch Instance { get; } = new();

        public override void Run() { }
    }
}

/// <summary>What frames the batches of a <see cref="WorkLoop"/>. Called on its thread only.</summary>
internal class LoopWork
{
    /// <summary>Before the first item of a batch.</summary>
    public virtual void BeginBatch() { }

    /// <summary>After the last item; also when a tick woke the loop and there was no item.</summary>
    public virtual void EndBatch() { }

    /// <summary>How long the loop may sleep when nothing is posted.</summary>
    public virtual TimeSpan UntilNextTick() => Timeout.InfiniteTimeSpan;
}
