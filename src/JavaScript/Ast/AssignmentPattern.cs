namespace Acornima.Ast;

/// <summary>ESTree <c>AssignmentPattern</c>: a target with a default.</summary>
public sealed class AssignmentPattern : Node, IDestructuringPatternElement
{
    internal AssignmentPattern(Node left, Expression right)
        : base(NodeType.AssignmentPattern)
    {
        Left = left;
        Right = right;
    }

    /// <summary>The target.</summary>
    public Node Left { get; }

    /// <summary>The default.</summary>
    public Expression Right { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Left) ?? next.From(Right);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitAssignmentPattern(this);
}
