namespace Acornima.Ast;

/// <summary>ESTree <c>DebuggerStatement</c>.</summary>
public sealed class DebuggerStatement : Statement
{
    internal DebuggerStatement()
        : base(NodeType.DebuggerStatement)
    {
    }

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitDebuggerStatement(this);
}
