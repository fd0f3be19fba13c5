using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

public class UnsubAckPacketTests
{
    internal static readonly Vector[] Vectors =
    [
        new("UNSUBACK, plain", Vector.Old, "B0 02 | 00 0A", new UnsubAckPacket(10, [])),
        new(
            "UNSUBACK, codes",
            Vector.V500,
            "B0 05 | 00 0A | 00 | 00 11",
            new UnsubAckPacket(10, [ReasonCode.Success, ReasonCode.NoSubscriptionExisted])),
        new(
            "UNSUBACK, everything",
            Vector.V500,
            "B0 10 | 00 0A | 0C | 1F 00 02 'no' | 26 00 01 'a' 00 01 'b' | 87",
            new UnsubAckPacket(10, [ReasonCode.NotAuthorized]) { ReasonString = "no", UserProperties = [new("a", "b")] }),
    ];

    [Fact]
    public void Before_5_0_it_has_no_codes()
    {
        Refusal.Expect("B0 03 | 00 0A | 00", ProtocolVersion.V311, ReasonCode.MalformedPacket);

        Bytes.Hex(Wire.Encode(new UnsubAckPacket(10, [ReasonCode.Success]), ProtocolVersion.V311)).Should().Be("B002000A");
    }

    [Theory]
    [InlineData("B0 03 | 00 0A | 00")] // no code
    [InlineData("B0 04 | 00 0A | 00 | 01")] // a code of SUBACK
    public void A_wrong_one_is_refused_in_5_0(string bytes) => Refusal.Expect(bytes, ProtocolVersion.V500, ReasonCode.ProtocolError);
}
