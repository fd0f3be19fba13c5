namespace Acornima.Ast;

/// <summary>ESTree <c>SequenceExpression</c>: the comma operator.</summary>
public sealed class SequenceExpression : Expression
{
    private readonly NodeList<Expression> _expressions;

    internal SequenceExpression(in NodeList<Expression> expressions)
        : base(NodeType.SequenceExpression)
    {
        _expressions = expressions;
    }

    /// <summary>At least two, in source order.</summary>
    public ref readonly NodeList<Expression> Expressions => ref _expressions;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Expressions);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitSequenceExpression(this);
}
