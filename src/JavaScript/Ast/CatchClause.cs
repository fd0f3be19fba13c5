namespace Acornima.Ast;

/// <summary>ESTree <c>CatchClause</c>.</summary>
public sealed class CatchClause : Node
{
    internal CatchClause(Node? param, NestedBlockStatement body)
        : base(NodeType.CatchClause)
    {
        Param = param;
        Body = body;
    }

    /// <summary>The binding, or null when omitted.</summary>
    public Node? Param { get; }

    /// <summary>The handler.</summary>
    public NestedBlockStatement Body { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Param) ?? next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitCatchClause(this);
}
