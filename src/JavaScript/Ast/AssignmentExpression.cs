namespace Acornima.Ast;

/// <summary>ESTree <c>AssignmentExpression</c>.</summary>
public sealed class AssignmentExpression : Expression
{
    internal AssignmentExpression(Operator @operator, Node left, Expression right)
        : base(NodeType.AssignmentExpression)
    {
        Operator = @operator;
        Left = left;
        Right = right;
    }

    /// <summary><c>=</c> or a compound operator.</summary>
    public Operator Operator { get; }

    /// <summary>The target: identifier, member expression or pattern.</summary>
    public Node Left { get; }

    /// <summary>The value.</summary>
    public Expression Right { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Left) ?? next.From(Right);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitAssignmentExpression(this);
}
