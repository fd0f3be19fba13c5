namespace Acornima;

/// <summary>
/// Where <c>yield</c> and <c>await</c> were first met since the enclosing parenthesis: harmless in an expression, errors should it
/// turn out to hold the parameters of an arrow function. Offsets, or -1.
/// </summary>
/// <param name="Yield">A yield expression.</param>
/// <param name="Await">An await expression.</param>
/// <param name="AwaitName"><c>await</c> used as an identifier.</param>
internal readonly record struct SuspensionUses(int Yield, int Await, int AwaitName)
{
    public static readonly SuspensionUses None = new(-1, -1, -1);

    /// <summary>These, or where there are none, those met inside.</summary>
    public SuspensionUses Or(SuspensionUses inner) =>
        new(Yield < 0 ? inner.Yield : Yield, Await < 0 ? inner.Await : Await, AwaitName < 0 ? inner.AwaitName : AwaitName);
}
