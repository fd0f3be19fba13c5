namespace Acornima;

/// <summary>Proposals that are accepted beside the chosen edition.</summary>
[Flags]
public enum ExperimentalESFeatures
{
    /// <summary>No proposals.</summary>
    None = 0,

    /// <summary>Decorators and auto-accessors.</summary>
    Decorators = 1,

    /// <summary><c>import … with { }</c>; part of ES2025.</summary>
    ImportAttributes = 2,

    /// <summary>One group name in several alternatives; part of ES2025.</summary>
    RegExpDuplicateNamedCapturingGroups = 4,

    /// <summary><c>using</c> and <c>await using</c>; part of ES2026.</summary>
    ExplicitResourceManagement = 8,

    /// <summary><c>(?i:…)</c>; part of ES2025.</summary>
    RegExpModifiers = 16,

    /// <summary><c>import source</c>.</summary>
    SourcePhaseImports = 32,

    /// <summary><c>import defer</c>.</summary>
    DeferImportEvaluation = 64,

    /// <summary>All proposals.</summary>
    All = 127,
}
