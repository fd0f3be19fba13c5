namespace Busroot.Transformer.Signals;

/// <summary>The signals of one publication while they are being gathered; holds only values the contract allows.</summary>
internal sealed class SignalSet
{
    private readonly double[] _values = new double[SignalContract.Count];
    private int _present;

    public bool IsEmpty => _present == 0;

    public void Clear() => _present = 0;

    public bool Has(SignalKey key) => (_present & (1 << (int)key)) != 0;

    public double this[SignalKey key] => _values[(int)key];

    /// <summary>Keeps the value if the contract allows it.</summary>
    /// <returns><see langword="false"/> when it does not; the set is then as it was.</returns>
    public bool TrySet(SignalKey key, double value)
    {
        if (!SignalContract.Allows(key, value))
        {
            return false;
        }

        _values[(int)key] = value + 0.0; // turns -0 into 0
        _present |= 1 << (int)key;
        return true;
    }
}
