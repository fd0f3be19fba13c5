namespace Acornima.Ast;

/// <summary>ESTree <c>PropertyDefinition</c>: a class field.</summary>
public sealed class PropertyDefinition : ClassProperty
{
    private readonly NodeList<Decorator> _decorators;

    internal PropertyDefinition(in NodeList<Decorator> decorators, Expression key, Expression? value, bool computed, bool @static)
        : base(NodeType.PropertyDefinition, PropertyKind.Property, key, computed, @static)
    {
        _decorators = decorators;
        Value = value;
    }

    /// <summary>In source order; usually empty.</summary>
    public ref readonly NodeList<Decorator> Decorators => ref _decorators;

    /// <summary>The initialiser, or null.</summary>
    public Expression? Value { get; }

    private protected override Node? ValueNode => Value;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Decorators) ?? next.From(Key) ?? next.From(Value);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitPropertyDefinition(this);
}
