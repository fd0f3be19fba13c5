using System.Collections.Immutable;

namespace Busroot.Transformer.Scripting;

/// <summary>The site values a script sees: the rule's defaults, overridden by the device's record.</summary>
/// <param name="Values">By name.</param>
internal sealed record VariableTable(ImmutableDictionary<string, VariableValue> Values)
{
    public static VariableTable Empty { get; } = new(ImmutableDictionary<string, VariableValue>.Empty);
}
