namespace Acornima.Ast;

/// <summary>ESTree <c>UnaryExpression</c>.</summary>
public sealed class NonUpdateUnaryExpression : UnaryExpression
{
    internal NonUpdateUnaryExpression(Operator @operator, Expression argument)
        : base(NodeType.UnaryExpression, @operator, argument)
    {
    }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Argument);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitUnaryExpression(this);
}
