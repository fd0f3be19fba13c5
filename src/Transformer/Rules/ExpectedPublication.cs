using System.Collections.Immutable;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Rules;

/// <summary>One expected publication.</summary>
/// <param name="Station">Station code; null for the device's own signals topic.</param>
/// <param name="Signals">Exactly the signals it holds; numbers are compared within 1e-6.</param>
public sealed record ExpectedPublication(string? Station, ImmutableSortedDictionary<SignalKey, double> Signals);
