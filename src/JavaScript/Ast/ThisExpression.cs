namespace Acornima.Ast;

/// <summary>ESTree <c>ThisExpression</c>.</summary>
public sealed class ThisExpression : Expression
{
    internal ThisExpression()
        : base(NodeType.ThisExpression)
    {
    }

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitThisExpression(this);
}
