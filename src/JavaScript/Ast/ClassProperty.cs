namespace Acornima.Ast;

/// <summary>A named element of a class body.</summary>
public abstract class ClassProperty : Node, IProperty, IClassElement
{
    private protected ClassProperty(NodeType type, PropertyKind kind, Expression key, bool computed, bool @static)
        : base(type)
    {
        Kind = kind;
        Key = key;
        Computed = computed;
        Static = @static;
    }

    /// <summary>Constructor, Method, Get, Set or Property.</summary>
    public PropertyKind Kind { get; }

    /// <summary>An identifier, literal, private name, or any expression when computed.</summary>
    public Expression Key { get; }

    /// <summary>Whether the key is written with brackets.</summary>
    public bool Computed { get; }

    /// <summary>Whether it belongs to the constructor.</summary>
    public bool Static { get; }

    Node? IProperty.Value => ValueNode;

    private protected abstract Node? ValueNode { get; }
}
