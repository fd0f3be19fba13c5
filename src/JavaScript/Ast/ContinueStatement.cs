namespace Acornima.Ast;

/// <summary>ESTree <c>ContinueStatement</c>.</summary>
public sealed class ContinueStatement : Statement
{
    internal ContinueStatement(Identifier? label)
        : base(NodeType.ContinueStatement)
    {
        Label = label;
    }

    /// <summary>The loop to continue, or null for the innermost.</summary>
    public Identifier? Label { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Label);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitContinueStatement(this);
}
