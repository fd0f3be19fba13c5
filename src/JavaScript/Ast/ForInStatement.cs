namespace Acornima.Ast;

/// <summary>ESTree <c>ForInStatement</c>.</summary>
public sealed class ForInStatement : Statement
{
    internal ForInStatement(Node left, Expression right, Statement body)
        : base(NodeType.ForInStatement)
    {
        Left = left;
        Right = right;
        Body = body;
    }

    /// <summary>A variable declaration, or an assignment target.</summary>
    public Node Left { get; }

    /// <summary>The object whose keys are visited.</summary>
    public Expression Right { get; }

    /// <summary>The repeated statement.</summary>
    public Statement Body { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Left) ?? next.From(Right) ?? next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitForInStatement(this);
}
