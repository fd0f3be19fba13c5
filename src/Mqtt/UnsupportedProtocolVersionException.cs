namespace Busroot.Mqtt;

/// <summary>CONNECT names a protocol level that is not spoken here. MQTT 5.0 §3.1.2.2 [MQTT-3.1.2-2].</summary>
/// <param name="level">The level byte as received.</param>
/// <remarks>The answer depends on the level: below 5 a 3.x CONNACK with return code 1, otherwise a 5.0 CONNACK with reason 0x84.</remarks>
public sealed class UnsupportedProtocolVersionException(byte level)
    : MqttProtocolException(ReasonCode.UnsupportedProtocolVersion, $"Protocol level {level} is not supported; use MQTT 3.1 (3), 3.1.1 (4) or 5.0 (5).")
{
    /// <summary>The level byte as received.</summary>
    public byte Level { get; } = level;
}
