using System.Collections.Immutable;

namespace Busroot.Transformer.Rules;

/// <summary>The imagined device an example's messages come from.</summary>
internal static class ExampleDevice
{
    /// <summary>The device a raw topic belongs to, as on a server: functions copy the topic into what they send. <c>example/device</c> for any other topic.</summary>
    public static DeviceContext Of(string topic, ImmutableDictionary<string, VariableValue> variables) => topic.Split('/') switch
    {
        ["busroot", "v1" or "v2", "dau", { Length: > 0 } account, { Length: > 0 } device, ..] => new DeviceContext($"{account}/{device}", account, null, variables),
        _ => new DeviceContext("example/device", "example", null, variables),
    };
}
