namespace Acornima.Ast;

/// <summary>ESTree <c>ExpressionStatement</c> that is not a directive.</summary>
public sealed class NonSpecialExpressionStatement : ExpressionStatement
{
    internal NonSpecialExpressionStatement(Expression expression)
        : base(NodeType.ExpressionStatement, expression)
    {
    }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Expression);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitExpressionStatement(this);
}
