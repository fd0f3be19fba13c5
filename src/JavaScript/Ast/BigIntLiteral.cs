using System.Numerics;

namespace Acornima.Ast;

/// <summary>ESTree <c>Literal</c> that is a big integer.</summary>
public sealed class BigIntLiteral : Literal
{
    internal BigIntLiteral(BigInteger value, string? source)
        : base(TokenKind.BigIntLiteral, source)
    {
        Value = value;
    }

    /// <summary>The value.</summary>
    public new BigInteger Value { get; }

    private protected override object? BoxedValue => Value;
}
