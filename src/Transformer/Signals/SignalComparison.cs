namespace Busroot.Transformer.Signals;

/// <summary>Says whether two publications hold the same signals.</summary>
/// <remarks>Threads: any. Cost: nothing is allocated for publications that are the same byte for byte.</remarks>
public static class SignalComparison
{
    private const double Tolerance = 1e-6; // float32 readings and scaled integers, written down by people

    /// <summary>Compares two publications: the same signals, in any order, their numbers within 1e-6.</summary>
    /// <param name="one">A flat object of signals, UTF-8, as the history and <see cref="SignalBuffer"/> hold it.</param>
    /// <param name="other">Another.</param>
    /// <returns>False also when one of them is no object of signals, unless both are the same bytes.</returns>
    public static bool AreEqual(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        if (one.SequenceEqual(other))
        {
            return true;
        }

        var (left, right) = (new SignalSet(), new SignalSet());
        return NativeSignals.Read(one, left) is null && NativeSignals.Read(other, right) is null
            && Enum.GetValues<SignalKey>().All(key => AreEqual(Value(left, key), Value(right, key)));
    }

    /// <summary>Compares the numbers of one signal; null is a signal that is not there.</summary>
    internal static bool AreEqual(double? one, double? other) => one.HasValue == other.HasValue && Math.Abs((one ?? 0) - (other ?? 0)) <= Tolerance;

    private static double? Value(SignalSet signals, SignalKey key) => signals.Has(key) ? signals[key] : null;
}
