using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

public class DisconnectPacketTests
{
    internal static readonly Vector[] Vectors =
    [
        new("DISCONNECT, plain", Vector.Every, "E0 00", new DisconnectPacket()),
        new("DISCONNECT, with will", Vector.V500, "E0 01 | 04", new DisconnectPacket { Reason = ReasonCode.DisconnectWithWill }),
        new("DISCONNECT, reason 0 spelled out", Vector.V500, "E0 01 | 00", new DisconnectPacket(), Canonical: false),
        new("DISCONNECT, taken over", Vector.V500, "E0 02 | 8E | 00", new DisconnectPacket { Reason = ReasonCode.SessionTakenOver }, Canonical: false),
        new(
            "DISCONNECT, everything",
            Vector.V500,
            "E0 19 | 9C | 17 | 11 00 00 00 3C | 1F 00 02 'go' | 1C 00 03 'b:1' | 26 00 01 'a' 00 01 'b'",
            new DisconnectPacket
            {
                Reason = ReasonCode.UseAnotherServer,
                SessionExpiryInterval = 60,
                ReasonString = "go",
                ServerReference = "b:1",
                UserProperties = [new("a", "b")],
            }),
        new(
            "DISCONNECT, reason 0 with session expiry",
            Vector.V500,
            "E0 07 | 00 | 05 | 11 00 00 00 00",
            new DisconnectPacket { SessionExpiryInterval = 0 }),
    ];

    [Theory]
    [InlineData("E0 01 | 00")]
    [InlineData("E0 02 | 8E 00")]
    public void Before_5_0_it_holds_nothing(string bytes) => Refusal.Expect(bytes, ProtocolVersion.V311, ReasonCode.MalformedPacket);

    [Theory]
    [InlineData("E0 01 | 01", ReasonCode.ProtocolError)] // a code of SUBACK
    [InlineData("E0 01 | 84", ReasonCode.ProtocolError)] // a code of CONNACK only
    [InlineData("E0 03 | 00 | 00 | 00", ReasonCode.MalformedPacket)] // trailing byte
    [InlineData("E0 0C | 00 | 0A | 11 00 00 00 01 | 11 00 00 00 01", ReasonCode.ProtocolError)] // session expiry twice
    [InlineData("E0 05 | 00 | 03 | 21 00 01", ReasonCode.MalformedPacket)] // receive maximum, a property of CONNECT
    public void A_wrong_one_is_refused_in_5_0(string bytes, ReasonCode reason) => Refusal.Expect(bytes, ProtocolVersion.V500, reason);
}
