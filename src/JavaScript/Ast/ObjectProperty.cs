namespace Acornima.Ast;

/// <summary>ESTree <c>Property</c> of an object literal.</summary>
public sealed class ObjectProperty : Property
{
    internal ObjectProperty(PropertyKind kind, Expression key, Node value, bool computed, bool shorthand, bool method)
        : base(NodeType.Property, kind, key, value, computed, shorthand)
    {
        Method = method;
    }

    /// <summary>Whether it is written as a method.</summary>
    public bool Method { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        Shorthand ? next.From(Value) : next.From(Key) ?? next.From(Value);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitProperty(this);
}
