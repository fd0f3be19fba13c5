namespace Busroot.Transformer.Mapping;

/// <summary>Turns a running count into what came since the last reading, over wraps, restarts and glitches.</summary>
/// <param name="Bits">Width of the device's counter in bits, 1 to 53; null when it does not wrap.</param>
/// <param name="MaxStep">Most that one reading can add; null for no bound. With <paramref name="Bits"/> and no bound, half the counter's range.</param>
/// <param name="SkipsRestart">What the device has counted since a restart is not counted.</param>
/// <remarks>Never gives a negative number, nor one above <paramref name="MaxStep"/>.</remarks>
internal readonly record struct CounterDelta(int? Bits, double? MaxStep, bool SkipsRestart)
{
    private double Most => MaxStep ?? (Bits is { } bits ? Math.Pow(2, bits - 1) : double.PositiveInfinity);

    /// <summary>Compares a reading with those before.</summary>
    /// <param name="last">What was remembered; null for the first reading, which adds nothing.</param>
    /// <param name="count">This reading.</param>
    /// <param name="restarted">The device is known to have restarted in between.</param>
    /// <param name="next">What is to be remembered.</param>
    /// <returns>Null when nothing can be said.</returns>
    public double? Since(CounterMark? last, double count, bool restarted, out CounterMark next)
    {
        next = new CounterMark(count);
        if (last is not { } before)
        {
            return null;
        }

        // Back where the counter was before a glitch, or on from where a jump has brought it.
        if (!restarted && (Step(before.BeforeGlitch, count) ?? Step(before.Count, count)) is { } step)
        {
            return step;
        }

        if ((restarted || count < before.Count) && count >= 0 && count <= Most)
        {
            return SkipsRestart ? null : count;
        }

        next = restarted ? next : next with { BeforeGlitch = before.BeforeGlitch ?? before.Count };
        return null;
    }

    // Null when the counter cannot have gone from one to the other without a restart.
    private double? Step(double? from, double to)
    {
        var step = to - from;
        var wrapped = step < 0 && Bits is { } bits ? step + Math.Pow(2, bits) : step;
        return wrapped >= 0 && wrapped <= Most ? wrapped : null;
    }
}
