namespace Acornima.Ast;

/// <summary>ESTree <c>ChainExpression</c>: the whole of an optional chain, where its short circuit ends.</summary>
public sealed class ChainExpression : Expression
{
    internal ChainExpression(Expression expression)
        : base(NodeType.ChainExpression)
    {
        Expression = expression;
    }

    /// <summary>The call or member access that ends the chain.</summary>
    public Expression Expression { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Expression);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitChainExpression(this);
}
