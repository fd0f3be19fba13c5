using System.Collections.Immutable;
using System.Text.Json;
using Busroot.Broker.Identity;
using Busroot.Transformer;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Pipeline;

/// <summary>Registry and rules as they stand: as long as it is the same object, what was resolved from it holds.</summary>
/// <param name="Registry">Devices and their assignments.</param>
/// <param name="Revision">The registry's revision when this was made.</param>
/// <param name="Rules">The rules in force.</param>
internal sealed record DeviceSettings(Registry Registry, long Revision, RuleSet Rules);

/// <summary>The settings in force, renewed when registry or rules change.</summary>
/// <remarks>Threads: any. Cost: one comparison while nothing changes.</remarks>
internal sealed class CurrentSettings(Registry registry, RuleSet rules)
{
    private DeviceSettings _current = new(registry, registry.Revision, rules);

    /// <summary>What is in force now.</summary>
    public DeviceSettings Get()
    {
        var current = Volatile.Read(ref _current);
        while (current.Revision != registry.Revision)
        {
            var renewed = current with { Revision = registry.Revision };
            var seen = Interlocked.CompareExchange(ref _current, renewed, current);
            current = seen == current ? renewed : seen;
        }

        return current;
    }

    /// <summary>Puts other rules in force; each device changes over between two of its messages.</summary>
    public void Use(RuleSet changed)
    {
        var current = Volatile.Read(ref _current);
        while (Interlocked.CompareExchange(ref _current, current with { Rules = changed }, current) is var seen && seen != current)
        {
            current = seen;
        }
    }
}

/// <summary>Carries a device record's variables over to what rules take.</summary>
internal static class VariableConversion
{
    public static ImmutableDictionary<string, VariableValue> ToVariableValues(this ImmutableDictionary<string, JsonElement> variables) =>
        variables
            .Where(pair => VariableValue.TryFrom(pair.Value, out _)) // the API takes no others
            .ToImmutableDictionary(pair => pair.Key, pair => VariableValue.TryFrom(pair.Value, out var value) ? value : default, StringComparer.Ordinal);
}
