namespace Acornima.Ast;

/// <summary>ESTree <c>NewExpression</c>.</summary>
public sealed class NewExpression : Expression
{
    private readonly NodeList<Expression> _arguments;

    internal NewExpression(Expression callee, in NodeList<Expression> arguments)
        : base(NodeType.NewExpression)
    {
        Callee = callee;
        _arguments = arguments;
    }

    /// <summary>The constructor.</summary>
    public Expression Callee { get; }

    /// <summary>In source order, spreads included.</summary>
    public ref readonly NodeList<Expression> Arguments => ref _arguments;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Callee) ?? next.From(Arguments);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitNewExpression(this);
}
