using System.Globalization;
using Jint;

namespace Busroot.Transformer.Scripting;

/// <summary>Ends a run that takes too long, over all entries into the engine that it makes.</summary>
internal sealed class RunDeadline(TimeProvider time) : Constraint
{
    private TimeSpan _allowed;
    private long _end = long.MaxValue;

    // Only reads a clock, so the engine may ask now and then, and loops stay fast.
    public override bool IsAmortizable => true;

    public void Begin(TimeSpan allowed)
    {
        _allowed = allowed;
        _end = time.GetTimestamp() + (long)(allowed.TotalSeconds * time.TimestampFrequency);
    }

    public void End() => _end = long.MaxValue;

    public override void Check()
    {
        if (_end != long.MaxValue && time.GetTimestamp() > _end)
        {
            throw new ScriptLimitException(RuleFault.TimeLimit, string.Create(
                CultureInfo.InvariantCulture, $"the run took longer than {_allowed.TotalMilliseconds} ms"));
        }
    }

    public override void Reset()
    {
        // As in RunAllowance.
    }
}
