namespace Acornima.Ast;

/// <summary>ESTree <c>UpdateExpression</c>.</summary>
public sealed class UpdateExpression : UnaryExpression
{
    internal UpdateExpression(Operator @operator, Expression argument, bool prefix)
        : base(NodeType.UpdateExpression, @operator, argument)
    {
        Prefix = prefix;
    }

    /// <summary>Whether the operator comes first.</summary>
    public bool Prefix { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Argument);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitUpdateExpression(this);
}
