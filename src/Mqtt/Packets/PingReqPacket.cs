using Busroot.Mqtt.Framing;

namespace Busroot.Mqtt.Packets;

/// <summary>PINGREQ: the client shows that it lives. MQTT 5.0 §3.12.</summary>
public static class PingReqPacket
{
    /// <summary>The whole packet: it has no variation.</summary>
    public static ReadOnlySpan<byte> Bytes => [0xC0, 0x00];

    /// <summary>Checks a PINGREQ, which holds nothing.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <param name="version">The version of the connection.</param>
    /// <exception cref="MqttProtocolException">Flags are set or a body follows.</exception>
    public static void Decode(in Frame frame, ProtocolVersion version)
    {
        frame.Expect(PacketType.PingReq, 0, version);
        new PacketReader(frame.Body).ExpectEnd();
    }
}
