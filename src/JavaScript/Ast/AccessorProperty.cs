namespace Acornima.Ast;

/// <summary>ESTree <c>AccessorProperty</c>: an <c>accessor</c> field of the decorators proposal.</summary>
public sealed class AccessorProperty : ClassProperty
{
    private readonly NodeList<Decorator> _decorators;

    internal AccessorProperty(in NodeList<Decorator> decorators, Expression key, Expression? value, bool computed, bool @static)
        : base(NodeType.AccessorProperty, PropertyKind.Property, key, computed, @static)
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
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitAccessorProperty(this);
}
