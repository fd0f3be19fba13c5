namespace Acornima.Ast;

/// <summary>ESTree <c>BreakStatement</c>.</summary>
public sealed class BreakStatement : Statement
{
    internal BreakStatement(Identifier? label)
        : base(NodeType.BreakStatement)
    {
        Label = label;
    }

    /// <summary>The label to leave, or null for the innermost loop or switch.</summary>
    public Identifier? Label { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Label);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitBreakStatement(this);
}
