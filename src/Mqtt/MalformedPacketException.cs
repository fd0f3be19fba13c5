namespace Busroot.Mqtt;

/// <summary>The bytes cannot be read as the packet they claim to be. MQTT 5.0 §4.13, reason 0x81.</summary>
/// <param name="message">What was wrong, for the log.</param>
public sealed class MalformedPacketException(string message) : MqttProtocolException(ReasonCode.MalformedPacket, message);
