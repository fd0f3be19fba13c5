namespace Acornima.Ast;

/// <summary>ESTree <c>Property</c>: an object literal's or object pattern's <c>key: value</c>.</summary>
public abstract class Property : Node, IProperty
{
    private protected Property(NodeType type, PropertyKind kind, Expression key, Node value, bool computed, bool shorthand)
        : base(type)
    {
        Kind = kind;
        Key = key;
        Value = value;
        Computed = computed;
        Shorthand = shorthand;
    }

    /// <summary>Init, Get or Set.</summary>
    public PropertyKind Kind { get; }

    /// <summary>An identifier, literal, or any expression when computed.</summary>
    public Expression Key { get; }

    /// <summary>The value, or the target in a pattern.</summary>
    public Node Value { get; }

    /// <summary>Whether the key is written with brackets.</summary>
    public bool Computed { get; }

    /// <summary>Whether key and value are written as one name.</summary>
    public bool Shorthand { get; }
}
