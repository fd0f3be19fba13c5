namespace Busroot.Server.Pipeline.Shadows;

/// <summary>The part of a lane's time that candidates may use, of which some may be saved up.</summary>
/// <remarks>
/// So candidates hold up the live readings of a lane by <see cref="ShadowLimits.SavedTime"/> and the run that is under way at most, and then not again
/// until they have paid for it: with <see cref="ShadowLimits.TimePercent"/> 10, for ten times as long. Owner: one lane.
/// </remarks>
internal sealed class ShadowTime(ShadowLimits limits, TimeProvider time)
{
    private readonly long _most = Most(limits, time);
    private long _left = Most(limits, time);
    private long _last = time.GetTimestamp();

    /// <summary>Whether a candidate may run now.</summary>
    public bool IsLeft()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(_left + ((now - _last) * limits.TimePercent / 100), _most);
        _last = now;
        return _left > 0;
    }

    /// <summary>Begins to measure.</summary>
    /// <returns>For <see cref="End"/>.</returns>
    public long Begin() => time.GetTimestamp();

    /// <summary>Takes what was used.</summary>
    /// <param name="began">What <see cref="Begin"/> gave.</param>
    /// <returns>How long it was.</returns>
    public TimeSpan End(long began)
    {
        var ended = time.GetTimestamp();
        _left -= ended - began;
        return time.GetElapsedTime(began, ended);
    }

    private static long Most(ShadowLimits limits, TimeProvider time) => (long)(limits.SavedTime.TotalSeconds * time.TimestampFrequency);
}
