namespace Acornima.Ast;

/// <summary>ESTree <c>Literal</c>.</summary>
public abstract class Literal : Expression
{
    // The text is cut out only when asked for: most consumers want the value alone.
    private readonly string? _source;

    private protected Literal(TokenKind kind, string? source)
        : base(NodeType.Literal)
    {
        Kind = kind;
        _source = source;
    }

    /// <summary>The class of the token it was written as.</summary>
    public TokenKind Kind { get; }

    /// <summary>The value: string, boxed double, boxed bool, big integer, regular expression or null.</summary>
    public object? Value => BoxedValue;

    /// <summary>As written; cut out of the source text on every call.</summary>
    public string Raw => _source?[Start..End] ?? string.Empty;

    private protected abstract object? BoxedValue { get; }

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitLiteral(this);
}
