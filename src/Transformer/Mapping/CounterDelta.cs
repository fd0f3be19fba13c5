namespace Busroot.Transformer.Mapping;

/// <summary>Turns a running count into what came since the last reading, over wraps, restarts and glitches.</summary>
/// <param name="Bits">Width of the device's counter in bits, 1 to 53; null when it does not wrap.</param>
/// <param name="MaxStep">Most that one reading can add; null for no bound. With <paramref name="Bits"/> and no bound, half the counter's range.</param>
/// <param name="SkipsRestart">What the device has counted since a restart is not counted.</param>
/// <remarks>Never gives a negative number, nor one above <paramref name="MaxStep"/>.</remarks>
internal readonly record struct CounterDelta(int? Bits, double? MaxStep, bool SkipsRestart)
{
    private double Most => MaxStep ?? (Bits is { } bits ? Math.Pow(2, bits - 1) : double.PositiveInfinity);

    /// <summary>Compares a reading with the one before.</summary>
    /// <param name="last">The reading before; null for the first, which adds nothing.</param>
    /// <param name="count">This reading.</param>
    /// <param name="restarted">The device is known to have restarted in between.</param>
    /// <returns>Null when nothing can be said: then the next reading is compared with this one.</returns>
    public double? Since(double? last, double count, bool restarted = false)
    {
        if (last is not { } before)
        {
            return null;
        }

        var step = count - before;
        if (!restarted && step >= 0)
        {
            return Bounded(step);
        }

        var wrapped = Bits is { } bits ? step + Math.Pow(2, bits) : -1;
        if (!restarted && wrapped >= 0 && wrapped <= Most)
        {
            return wrapped;
        }

        return SkipsRestart || count < 0 ? null : Bounded(count);
    }

    private double? Bounded(double step) => step <= Most ? step : null;
}
