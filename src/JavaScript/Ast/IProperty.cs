namespace Acornima.Ast;

/// <summary>A property of an object literal, object pattern or class.</summary>
public interface IProperty : INode
{
    /// <summary>How the property is defined.</summary>
    PropertyKind Kind { get; }

    /// <summary>An identifier, literal, private name, or any expression when computed.</summary>
    Expression Key { get; }

    /// <summary>The value, target or function; null for a field without initialiser.</summary>
    Node? Value { get; }

    /// <summary>Whether the key is written with brackets.</summary>
    bool Computed { get; }
}
