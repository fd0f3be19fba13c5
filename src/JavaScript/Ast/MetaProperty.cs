namespace Acornima.Ast;

/// <summary>ESTree <c>MetaProperty</c>: <c>new.target</c> or <c>import.meta</c>.</summary>
public sealed class MetaProperty : Expression
{
    internal MetaProperty(Identifier meta, Identifier property)
        : base(NodeType.MetaProperty)
    {
        Meta = meta;
        Property = property;
    }

    /// <summary><c>new</c> or <c>import</c>.</summary>
    public Identifier Meta { get; }

    /// <summary><c>target</c> or <c>meta</c>.</summary>
    public Identifier Property { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Meta) ?? next.From(Property);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitMetaProperty(this);
}
