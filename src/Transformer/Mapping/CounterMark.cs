namespace Busroot.Transformer.Mapping;

/// <summary>What is remembered of a running count.</summary>
/// <param name="Count">The last reading.</param>
/// <param name="BeforeGlitch">The last reading that was believed, while <paramref name="Count"/> is a step that no device makes; null otherwise.</param>
/// <remarks>As JSON <c>1205</c>, and during a glitch <c>[9000,1205]</c>.</remarks>
internal readonly record struct CounterMark(double Count, double? BeforeGlitch = null);
