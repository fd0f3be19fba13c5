using System.Collections.Frozen;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Properties of Node-RED's messages that mean nothing in a rule.</summary>
internal static class MessageProperties
{
    /// <summary>What a message of MQTT 5 may bring; no reading has them.</summary>
    private static readonly FrozenSet<string> OfMqtt5 = new[]
    {
        "responseTopic", "correlationData", "contentType", "messageExpiryInterval", "payloadFormatIndicator", "reasonString", "userProperties",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What is different where a flow reads a property of <c>msg</c>; null when nothing is.</summary>
    public static string? WhenRead(string name) => OfMqtt5.Contains(name) ? $"it uses msg.{name}, a property of MQTT 5; readings come without" : null;

    /// <summary>What is different where a flow sets a property of a message; null when nothing is.</summary>
    public static string? WhenSet(string name) => name switch
    {
        "qos" or "retain" => $"it sets {name} of a message; signals are published at QoS 2 and are not retained, whatever a message says",
        "schema" => "it sets the schema of a message; json nodes check no schema here",
        _ => WhenRead(name),
    };
}
