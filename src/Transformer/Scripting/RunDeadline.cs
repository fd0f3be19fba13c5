using System.Globalization;
using Jint;

namespace Busroot.Transformer.Scripting;

/// <summary>Ends a run that takes too long, over all entries into the engine that it makes.</summary>
/// <remarks>
/// Time is what a clock on the wall says, for that is what others wait. But a thread that the machine did not let run is not to blame:
/// when the time is up, it may use as much processor time again, within ten times the limit. So a rule does not fail because a
/// machine is busy, and one that never ends is still ended. A run that stays within the limit pays nothing for this.
/// </remarks>
internal sealed class RunDeadline(TimeProvider time) : Constraint
{
    private const int Patience = 10;
    private TimeSpan _allowed;
    private TimeSpan? _usedAtEnd;
    private long _end = long.MaxValue;

    // Only reads a clock, so the engine may ask now and then, and loops stay fast.
    public override bool IsAmortizable => true;

    public void Begin(TimeSpan allowed)
    {
        _allowed = allowed;
        _usedAtEnd = null;
        _end = time.GetTimestamp() + Ticks(allowed);
    }

    public void End() => _end = long.MaxValue;

    public override void Check()
    {
        if (_end != long.MaxValue && time.GetTimestamp() is var now && now > _end && !MayGoOn(now))
        {
            throw new ScriptLimitException(RuleFault.TimeLimit, string.Create(
                CultureInfo.InvariantCulture, $"the run took longer than {_allowed.TotalMilliseconds} ms"));
        }
    }

    // With a clock that a test drives, no time passes but what it says.
    private bool MayGoOn(long now)
    {
        if (time != TimeProvider.System || now > _end + ((Patience - 1) * Ticks(_allowed)) || ThreadTime.Used is not { } used)
        {
            return false;
        }

        _usedAtEnd ??= used;
        return used - _usedAtEnd < _allowed;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    public override void Reset()
    {
        // As in RunAllowance.
    }
}
