namespace Acornima.Ast;

/// <summary>ESTree <c>Property</c> of an object pattern.</summary>
public sealed class AssignmentProperty : Property
{
    internal AssignmentProperty(Expression key, Node value, bool computed, bool shorthand)
        : base(NodeType.Property, PropertyKind.Init, key, value, computed, shorthand)
    {
    }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        Shorthand ? next.From(Value) : next.From(Key) ?? next.From(Value);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitProperty(this);
}
