namespace Acornima.Ast;

/// <summary>How far an import goes.</summary>
public enum ImportPhase
{
    /// <summary>Load, link and evaluate.</summary>
    None = 0,

    /// <summary><c>import source</c>: only the source object.</summary>
    Source = 1,

    /// <summary><c>import defer</c>: evaluate at first use.</summary>
    Defer = 2,
}
