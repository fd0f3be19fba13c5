namespace Acornima.Ast;

/// <summary>ESTree <c>Decorator</c>: <c>@expression</c>.</summary>
public sealed class Decorator : Node
{
    internal Decorator(Expression expression)
        : base(NodeType.Decorator)
    {
        Expression = expression;
    }

    /// <summary>What follows the at sign.</summary>
    public Expression Expression { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Expression);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitDecorator(this);
}
