namespace Busroot.Server.Loops;

/// <summary>Something a <see cref="WorkLoop"/> runs once for each time it is posted.</summary>
/// <remarks>It is its own link in the loop's queue, so posting allocates nothing; it may be posted again only after it has begun to run.</remarks>
internal abstract class LoopItem
{
    internal LoopItem? Next { get; set; }

    /// <summary>Does the work, on the loop's thread.</summary>
    public abstract void Run();

    /// <summary>Says what came of it when <see cref="Run"/> threw: a fault of ours that must not take other clients down.</summary>
    public virtual void Failed(Exception error) { }
}

/// <summary>A call from another thread that waits for its turn on the loop.</summary>
internal sealed class LoopCall<T>(Func<T> call) : LoopItem
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the call has run.</summary>
    public Task<T> Task => _done.Task;

    public override void Run() => _done.TrySetResult(call());

    public override void Failed(Exception error) => _done.TrySetException(error);
}
