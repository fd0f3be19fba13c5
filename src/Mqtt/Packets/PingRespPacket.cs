using Busroot.Mqtt.Framing;

namespace Busroot.Mqtt.Packets;

/// <summary>PINGRESP: the server answers PINGREQ. MQTT 5.0 §3.13.</summary>
public static class PingRespPacket
{
    /// <summary>The whole packet: it has no variation.</summary>
    public static ReadOnlySpan<byte> Bytes => [0xD0, 0x00];

    /// <summary>Checks a PINGRESP, which holds nothing.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <param name="version">The version of the connection.</param>
    /// <exception cref="MqttProtocolException">Flags are set or a body follows.</exception>
    public static void Decode(in Frame frame, ProtocolVersion version)
    {
        frame.Expect(PacketType.PingResp, 0, version);
        new PacketReader(frame.Body).ExpectEnd();
    }
}
