namespace Acornima.Ast;

/// <summary>ESTree <c>TryStatement</c>.</summary>
public sealed class TryStatement : Statement
{
    internal TryStatement(NestedBlockStatement block, CatchClause? handler, NestedBlockStatement? finalizer)
        : base(NodeType.TryStatement)
    {
        Block = block;
        Handler = handler;
        Finalizer = finalizer;
    }

    /// <summary>The guarded block.</summary>
    public NestedBlockStatement Block { get; }

    /// <summary>The catch clause, or null.</summary>
    public CatchClause? Handler { get; }

    /// <summary>The finally block, or null.</summary>
    public NestedBlockStatement? Finalizer { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Block) ?? next.From(Handler) ?? next.From(Finalizer);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitTryStatement(this);
}
