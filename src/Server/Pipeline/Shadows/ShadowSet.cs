using System.Collections.Immutable;

namespace Busroot.Server.Pipeline.Shadows;

/// <summary>The candidates that run.</summary>
/// <param name="Running">By rule; at least one.</param>
/// <param name="Limits">What they may take.</param>
internal sealed record ShadowSet(ImmutableDictionary<string, Shadow> Running, ShadowLimits Limits);
