namespace Busroot.Transformer;

/// <summary>A place in a rule's source.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in UTF-16 units as editors count.</param>
public readonly record struct SourcePosition(int Line, int Column);
