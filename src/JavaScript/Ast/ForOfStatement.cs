namespace Acornima.Ast;

/// <summary>ESTree <c>ForOfStatement</c>.</summary>
public sealed class ForOfStatement : Statement
{
    internal ForOfStatement(Node left, Expression right, Statement body, bool await)
        : base(NodeType.ForOfStatement)
    {
        Left = left;
        Right = right;
        Body = body;
        Await = await;
    }

    /// <summary>A variable declaration, or an assignment target.</summary>
    public Node Left { get; }

    /// <summary>The iterable.</summary>
    public Expression Right { get; }

    /// <summary>The repeated statement.</summary>
    public Statement Body { get; }

    /// <summary>Whether this is <c>for await</c>.</summary>
    public bool Await { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Left) ?? next.From(Right) ?? next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitForOfStatement(this);
}
