using System.Collections.Immutable;
using System.Text.Json;
using Busroot.Broker.Identity;
using Busroot.Server.Pipeline.Shadows;
using Busroot.Transformer;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Pipeline;

/// <summary>Registry, rules and shadows as they stand: as long as it is the same object, what was resolved from it holds.</summary>
/// <param name="Registry">Devices and their assignments.</param>
/// <param name="Revision">The registry's revision when this was made.</param>
/// <param name="Rules">The rules in force.</param>
/// <param name="Shadows">The candidates that run beside them; null when none does.</param>
internal sealed record DeviceSettings(Registry Registry, long Revision, RuleSet Rules, ShadowSet? Shadows = null);

/// <summary>The settings in force, renewed when registry, rules or shadows change.</summary>
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
    public void Use(RuleSet changed) => Change(current => current with { Rules = changed });

    /// <summary>Has other candidates run beside the rules, from each lane's next batch on.</summary>
    /// <param name="shadows">Null for none.</param>
    public void Use(ShadowSet? shadows) => Change(current => current with { Shadows = shadows });

    private void Change(Func<DeviceSettings, DeviceSettings> change)
    {
        var current = Volatile.Read(ref _current);
        while (Interlocked.CompareExchange(ref _current, change(current), current) is var seen && seen != current)
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
