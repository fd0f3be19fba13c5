namespace Acornima.Ast;

/// <summary>ESTree <c>VariableDeclarator</c>.</summary>
public sealed class VariableDeclarator : Node
{
    internal VariableDeclarator(Node id, Expression? init)
        : base(NodeType.VariableDeclarator)
    {
        Id = id;
        Init = init;
    }

    /// <summary>An identifier or a pattern.</summary>
    public Node Id { get; }

    /// <summary>The initialiser, or null.</summary>
    public Expression? Init { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Id) ?? next.From(Init);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitVariableDeclarator(this);
}
