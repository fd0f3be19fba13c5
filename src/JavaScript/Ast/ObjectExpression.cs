namespace Acornima.Ast;

/// <summary>ESTree <c>ObjectExpression</c>.</summary>
public sealed class ObjectExpression : Expression
{
    private readonly NodeList<Node> _properties;

    /// <summary>Creates a node that has no place in a source text.</summary>
    /// <param name="properties">Properties and spreads in source order.</param>
    public ObjectExpression(in NodeList<Node> properties)
        : base(NodeType.ObjectExpression)
    {
        _properties = properties;
    }

    /// <summary>Properties and spreads in source order.</summary>
    public ref readonly NodeList<Node> Properties => ref _properties;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Properties);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitObjectExpression(this);
}
