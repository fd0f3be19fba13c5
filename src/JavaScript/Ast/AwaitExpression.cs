namespace Acornima.Ast;

/// <summary>ESTree <c>AwaitExpression</c>.</summary>
public sealed class AwaitExpression : Expression
{
    internal AwaitExpression(Expression argument)
        : base(NodeType.AwaitExpression)
    {
        Argument = argument;
    }

    /// <summary>What is awaited.</summary>
    public Expression Argument { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Argument);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitAwaitExpression(this);
}
