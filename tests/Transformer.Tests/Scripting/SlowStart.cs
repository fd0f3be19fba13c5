namespace Busroot.Transformer.Tests.Scripting;

/// <summary>A clock by which ten seconds go by after the first look at it, and none afterwards: a machine that has to get going.</summary>
internal sealed class SlowStart : TimeProvider
{
    private bool _isGoing;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        var now = _isGoing ? TimeSpan.TicksPerSecond * 10 : 0;
        _isGoing = true;
        return now;
    }
}
