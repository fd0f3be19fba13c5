namespace Acornima.Ast;

/// <summary>ESTree <c>LabeledStatement</c>.</summary>
public sealed class LabeledStatement : Statement
{
    internal LabeledStatement(Identifier label, Statement body)
        : base(NodeType.LabeledStatement)
    {
        Label = label;
        Body = body;
    }

    /// <summary>The label.</summary>
    public Identifier Label { get; }

    /// <summary>The labelled statement.</summary>
    public Statement Body { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Label) ?? next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitLabeledStatement(this);
}
