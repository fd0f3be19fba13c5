namespace Acornima.Ast;

/// <summary>How a property is defined.</summary>
public enum PropertyKind
{
    /// <summary>Not set.</summary>
    Unknown = 0,

    /// <summary><c>key: value</c>, shorthand or method of an object literal.</summary>
    Init = 1,

    /// <summary>Getter.</summary>
    Get = 2,

    /// <summary>Setter.</summary>
    Set = 3,

    /// <summary>A class's constructor.</summary>
    Constructor = 4,

    /// <summary>Method of a class.</summary>
    Method = 5,

    /// <summary>Field or auto-accessor of a class.</summary>
    Property = 6,
}
