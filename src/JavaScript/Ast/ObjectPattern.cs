namespace Acornima.Ast;

/// <summary>ESTree <c>ObjectPattern</c>.</summary>
public sealed class ObjectPattern : DestructuringPattern
{
    private readonly NodeList<Node> _properties;

    internal ObjectPattern(in NodeList<Node> properties)
        : base(NodeType.ObjectPattern)
    {
        _properties = properties;
    }

    /// <summary>Properties and a last rest element.</summary>
    public ref readonly NodeList<Node> Properties => ref _properties;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Properties);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitObjectPattern(this);
}
