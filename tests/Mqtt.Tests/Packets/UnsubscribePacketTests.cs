using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

public class UnsubscribePacketTests
{
    internal static readonly Vector[] Vectors =
    [
        new("UNSUBSCRIBE, two filters", Vector.Old, "A2 0C | 00 0A | 00 03 'a/b' | 00 03 'c/#'", new UnsubscribePacket(10, ["a/b", "c/#"])),
        new("UNSUBSCRIBE, no properties", Vector.V500, "A2 06 | 00 0A | 00 | 00 01 'a'", new UnsubscribePacket(10, ["a"])),
        new(
            "UNSUBSCRIBE, user property",
            Vector.V500,
            "A2 0D | 00 0A | 07 | 26 00 01 'a' 00 01 'b' | 00 01 'a'",
            new UnsubscribePacket(10, ["a"]) { UserProperties = [new("a", "b")] }),
    ];

    [Theory]
    [InlineData("A2 02 | 00 0A", ReasonCode.ProtocolError)] // no filter [MQTT-3.10.3-2]
    [InlineData("A2 05 | 00 00 | 00 01 'a'", ReasonCode.ProtocolError)] // packet identifier 0
    [InlineData("A2 06 | 00 0A | 00 01 'a' 00", ReasonCode.MalformedPacket)] // trailing byte
    public void A_wrong_one_is_refused_before_5_0(string bytes, ReasonCode reason) => Refusal.Expect(bytes, ProtocolVersion.V311, reason);

    [Theory]
    [InlineData("A2 03 | 00 0A | 00", ReasonCode.ProtocolError)] // no filter
    [InlineData("A2 08 | 00 0A | 02 | 0B 01 | 00 01 'a'", ReasonCode.MalformedPacket)] // subscription identifier, a property of SUBSCRIBE
    public void A_wrong_one_is_refused_in_5_0(string bytes, ReasonCode reason) => Refusal.Expect(bytes, ProtocolVersion.V500, reason);
}
