namespace Acornima.Ast;

/// <summary>ESTree <c>Literal</c> that is a string.</summary>
public sealed class StringLiteral : Literal
{
    internal StringLiteral(string value, string? source)
        : base(TokenKind.StringLiteral, source)
    {
        Value = value;
    }

    /// <summary>The value.</summary>
    public new string Value { get; }

    private protected override object? BoxedValue => Value;
}
