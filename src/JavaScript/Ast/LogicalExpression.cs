namespace Acornima.Ast;

/// <summary>ESTree <c>LogicalExpression</c>.</summary>
public sealed class LogicalExpression : BinaryExpression
{
    internal LogicalExpression(Operator @operator, Expression left, Expression right)
        : base(NodeType.LogicalExpression, @operator, left, right)
    {
    }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Left) ?? next.From(Right);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitLogicalExpression(this);
}
