namespace Acornima;

/// <summary>The goal symbol a text is read as.</summary>
public enum SourceType
{
    /// <summary>Not set.</summary>
    Unknown = 0,

    /// <summary>Script.</summary>
    Script = 1,

    /// <summary>Module.</summary>
    Module = 2,
}
