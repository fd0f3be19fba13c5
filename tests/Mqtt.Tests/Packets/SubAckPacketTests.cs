using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

public class SubAckPacketTests
{
    internal static readonly Vector[] Vectors =
    [
        new(
            "SUBACK, every code of 3.x",
            Vector.Old,
            "90 06 | 00 0A | 00 01 02 80",
            new SubAckPacket(10, [ReasonCode.GrantedQos0, ReasonCode.GrantedQos1, ReasonCode.GrantedQos2, ReasonCode.UnspecifiedError])),
        new("SUBACK, no properties", Vector.V500, "90 05 | 00 0A | 00 | 02 8F", new SubAckPacket(10, [ReasonCode.GrantedQos2, ReasonCode.TopicFilterInvalid])),
        new(
            "SUBACK, everything",
            Vector.V500,
            "90 10 | 00 0A | 0C | 1F 00 02 'no' | 26 00 01 'a' 00 01 'b' | 87",
            new SubAckPacket(10, [ReasonCode.NotAuthorized]) { ReasonString = "no", UserProperties = [new("a", "b")] }),
    ];

    [Theory]
    [InlineData("90 02 | 00 0A")] // no code
    [InlineData("90 03 | 00 0A | 03")]
    [InlineData("90 03 | 00 0A | 87")] // a code of 5.0
    [InlineData("90 03 | 00 00 | 00")] // packet identifier 0
    public void A_wrong_one_is_refused_before_5_0(string bytes) => Refusal.Expect(bytes, ProtocolVersion.V311, ReasonCode.ProtocolError);

    [Theory]
    [InlineData("90 03 | 00 0A | 00")] // no code
    [InlineData("90 04 | 00 0A | 00 | 10")] // a code of PUBACK
    public void A_wrong_one_is_refused_in_5_0(string bytes) => Refusal.Expect(bytes, ProtocolVersion.V500, ReasonCode.ProtocolError);

    [Fact]
    public void Every_failure_is_the_same_before_5_0()
    {
        var packet = new SubAckPacket(10, [ReasonCode.NotAuthorized, ReasonCode.GrantedQos1]) { ReasonString = "no" };

        Bytes.Hex(Wire.Encode(packet, ProtocolVersion.V311)).Should().Be("9004000A8001");
    }
}
