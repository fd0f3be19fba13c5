namespace Acornima.Ast;

/// <summary>ESTree <c>Literal</c>: <c>null</c>.</summary>
public sealed class NullLiteral : Literal
{
    internal NullLiteral(string? source)
        : base(TokenKind.NullLiteral, source)
    {
    }

    private protected override object? BoxedValue => null;
}
