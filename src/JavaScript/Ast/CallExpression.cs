namespace Acornima.Ast;

/// <summary>ESTree <c>CallExpression</c>.</summary>
public sealed class CallExpression : Expression, IChainElement
{
    private readonly NodeList<Expression> _arguments;

    internal CallExpression(Expression callee, in NodeList<Expression> arguments, bool optional)
        : base(NodeType.CallExpression)
    {
        Callee = callee;
        _arguments = arguments;
        Optional = optional;
    }

    /// <summary>What is called; may be <c>super</c>.</summary>
    public Expression Callee { get; }

    /// <summary>In source order, spreads included.</summary>
    public ref readonly NodeList<Expression> Arguments => ref _arguments;

    /// <summary>Whether it is written <c>?.(</c>.</summary>
    public bool Optional { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Callee) ?? next.From(Arguments);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitCallExpression(this);
}
