namespace Busroot.Transformer.Tests.Scripting;

/// <summary>A clock that goes on by one step whenever it is looked at, so that time passes with what a script does and not with how busy the machine is.</summary>
internal sealed class TickingTime(TimeSpan step) : TimeProvider
{
    private long _looks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _looks++ * step.Ticks;
}
