namespace Busroot.Server.Loops;

/// <summary>How the thread of a <see cref="WorkLoop"/> sleeps and is woken, and what it finds to do besides what is posted.</summary>
/// <remarks>Threads: the loop's own, except <see cref="Wake"/>. Owner: the loop disposes it.</remarks>
internal abstract class LoopSleep : IDisposable
{
    /// <summary>What was found ready by the last <see cref="Wait"/> or <see cref="Look"/>; it runs in this batch.</summary>
    public virtual ReadOnlySpan<LoopItem> Ready => [];

    /// <summary>Ends the sleep, or the next one if the thread is awake. Threads: any.</summary>
    public abstract void Wake();

    /// <summary>Sleeps until woken, or something is ready, or the time is over. May return early.</summary>
    public abstract void Wait(TimeSpan longest);

    /// <summary>Sees what is ready, without sleeping.</summary>
    public virtual void Look() { }

    public abstract void Dispose();
}

/// <summary>For a loop that only does what is posted to it.</summary>
internal sealed class EventSleep : LoopSleep
{
    private readonly AutoResetEvent _wake = new(false);

    public override void Wake() => _wake.Set();

    public override void Wait(TimeSpan longest) => _wake.WaitOne(longest);

    public override void Dispose() => _wake.Dispose();
}
