namespace Busroot.Broker;

/// <summary>The broker's time, read once a batch: per-message work never asks the system for it.</summary>
/// <remarks>Threads: the broker loop only.</remarks>
public sealed class BrokerClock
{
    private readonly TimeProvider _time;
    private readonly long _origin;

    /// <summary>Starts at zero milliseconds.</summary>
    public BrokerClock(TimeProvider time)
    {
        _time = time;
        _origin = time.GetTimestamp();
        Advance();
    }

    /// <summary>Milliseconds since the broker started; never goes back.</summary>
    public long Milliseconds { get; private set; }

    /// <summary>Wall-clock time of the current batch.</summary>
    public DateTimeOffset UtcNow { get; private set; }

    /// <summary>The wall-clock time of a moment.</summary>
    /// <param name="milliseconds">As <see cref="Milliseconds"/>; <see cref="long.MaxValue"/> for never.</param>
    /// <returns>Null for never.</returns>
    public DateTimeOffset? ToUtc(long milliseconds) => milliseconds == long.MaxValue ? null : UtcNow.AddMilliseconds(milliseconds - Milliseconds);

    /// <summary>The moment of a wall-clock time; what is past is now.</summary>
    public long FromUtc(DateTimeOffset? time) =>
        time is { } at ? Milliseconds + Math.Max(0, (long)(at - UtcNow).TotalMilliseconds) : long.MaxValue;

    /// <summary>Reads the time for the batch that begins.</summary>
    public void Advance()
    {
        Milliseconds = (long)_time.GetElapsedTime(_origin).TotalMilliseconds;
        UtcNow = _time.GetUtcNow();
    }
}
