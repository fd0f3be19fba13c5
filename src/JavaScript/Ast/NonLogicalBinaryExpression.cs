namespace Acornima.Ast;

/// <summary>ESTree <c>BinaryExpression</c>: arithmetic, comparison, bits, <c>in</c> and <c>instanceof</c>.</summary>
public sealed class NonLogicalBinaryExpression : BinaryExpression
{
    internal NonLogicalBinaryExpression(Operator @operator, Expression left, Expression right)
        : base(NodeType.BinaryExpression, @operator, left, right)
    {
    }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Left) ?? next.From(Right);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitBinaryExpression(this);
}
