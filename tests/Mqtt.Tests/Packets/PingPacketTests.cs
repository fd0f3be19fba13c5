using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

public class PingPacketTests
{
    internal static readonly Vector[] Vectors =
    [
        new("PINGREQ", Vector.Every, "C0 00", PacketType.PingReq),
        new("PINGRESP", Vector.Every, "D0 00", PacketType.PingResp),
    ];

    [Theory]
    [InlineData("C0 01 | 00")]
    [InlineData("D0 02 | 00 00")]
    public void A_ping_holds_nothing(string bytes)
    {
        foreach (var version in Wire.Versions)
        {
            Refusal.Expect(bytes, version, ReasonCode.MalformedPacket);
        }
    }
}
