using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

public class AuthPacketTests
{
    internal static readonly Vector[] Vectors =
    [
        new("AUTH, short", Vector.V500, "F0 00", new AuthPacket()),
        new(
            "AUTH, continue",
            Vector.V500,
            "F0 10 | 18 | 0E | 15 00 05 'SCRAM' | 16 00 03 01 00 FF",
            new AuthPacket { Reason = ReasonCode.ContinueAuthentication, AuthenticationMethod = "SCRAM", AuthenticationData = [1, 0, 255] }),
        new(
            "AUTH, everything",
            Vector.V500,
            "F0 15 | 19 | 13 | 15 00 01 'X' | 16 00 00 | 1F 00 03 'why' | 26 00 00 00 01 'b'",
            new AuthPacket
            {
                Reason = ReasonCode.ReAuthenticate,
                AuthenticationMethod = "X",
                AuthenticationData = [],
                ReasonString = "why",
                UserProperties = [new("", "b")],
            }),
    ];

    [Theory]
    [InlineData("F0 01 | 18", ReasonCode.MalformedPacket)] // no property length
    [InlineData("F0 02 | 18 | 00", ReasonCode.ProtocolError)] // no method
    [InlineData("F0 06 | 17 | 04 | 15 00 01 'X'", ReasonCode.ProtocolError)] // no such code
    [InlineData("F0 0A | 18 | 08 | 15 00 01 'X' 15 00 01 'X'", ReasonCode.ProtocolError)] // method twice
    [InlineData("F0 07 | 18 | 04 | 15 00 01 'X' | 00", ReasonCode.MalformedPacket)] // trailing byte
    public void A_wrong_one_is_refused(string bytes, ReasonCode reason) => Refusal.Expect(bytes, ProtocolVersion.V500, reason);

    [Fact]
    public void Before_5_0_there_is_no_such_packet()
    {
        Refusal.Expect("F0 00", ProtocolVersion.V311, ReasonCode.MalformedPacket);

        var write = () => new AuthPacket().Encode(new byte[16], ProtocolVersion.V311);
        write.Should().Throw<ArgumentOutOfRangeException>();
    }
}
