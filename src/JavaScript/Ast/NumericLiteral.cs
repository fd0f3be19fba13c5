namespace Acornima.Ast;

/// <summary>ESTree <c>Literal</c> that is a number.</summary>
public sealed class NumericLiteral : Literal
{
    internal NumericLiteral(double value, string? source)
        : base(TokenKind.NumericLiteral, source)
    {
        Value = value;
    }

    /// <summary>The value.</summary>
    public new double Value { get; }

    private protected override object? BoxedValue => Value;
}
