namespace Acornima.Ast;

/// <summary>ESTree <c>Super</c>.</summary>
public sealed class Super : Expression
{
    internal Super()
        : base(NodeType.Super)
    {
    }

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitSuper(this);
}
