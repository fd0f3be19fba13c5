namespace Acornima.Ast;

/// <summary>ESTree <c>Literal</c>: <c>true</c> or <c>false</c>.</summary>
public sealed class BooleanLiteral : Literal
{
    internal BooleanLiteral(bool value, string? source)
        : base(TokenKind.BooleanLiteral, source)
    {
        Value = value;
    }

    /// <summary>The value.</summary>
    public new bool Value { get; }

    private protected override object? BoxedValue => Value;
}
