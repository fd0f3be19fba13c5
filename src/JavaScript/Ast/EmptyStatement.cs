namespace Acornima.Ast;

/// <summary>ESTree <c>EmptyStatement</c>: a lone semicolon.</summary>
public sealed class EmptyStatement : Statement
{
    internal EmptyStatement()
        : base(NodeType.EmptyStatement)
    {
    }

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitEmptyStatement(this);
}
