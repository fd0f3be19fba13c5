using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

public class SubscribePacketTests
{
    internal static readonly Vector[] Vectors =
    [
        new(
            "SUBSCRIBE, two filters",
            Vector.Old,
            "82 0E | 00 0A | 00 03 'a/b' 01 | 00 03 'c/d' 02",
            new SubscribePacket(10, [new("a/b", QualityOfService.AtLeastOnce), new("c/d", QualityOfService.ExactlyOnce)])),
        new("SUBSCRIBE, marked as a repeat", Vector.V310, "8A 06 | 00 0A | 00 01 '#' 00", new SubscribePacket(10, [new("#", 0)]), Canonical: false),
        new("SUBSCRIBE, no properties", Vector.V500, "82 07 | 00 0A | 00 | 00 01 '#' 00", new SubscribePacket(10, [new("#", 0)])),
        new(
            "SUBSCRIBE, every option",
            Vector.V500,
            "82 0C | 00 0A | 00 | 00 01 'a' 2E | 00 02 '+/' 11",
            new SubscribePacket(
                10,
                [
                    new("a", QualityOfService.ExactlyOnce, NoLocal: true, RetainAsPublished: true, RetainHandling.SendNever),
                    new("+/", QualityOfService.AtLeastOnce, RetainHandling: RetainHandling.SendWhenNew),
                ])),
        new(
            "SUBSCRIBE, identifier and user property",
            Vector.V500,
            "82 13 | 00 0A | 0C | 0B FF FF FF 7F | 26 00 01 'a' 00 01 'b' | 00 01 'a' 00",
            new SubscribePacket(10, [new("a", 0)]) { SubscriptionIdentifier = 268_435_455, UserProperties = [new("a", "b")] }),
    ];

    [Theory]
    [InlineData("82 02 | 00 0A", ReasonCode.ProtocolError)] // no filter [MQTT-3.8.3-3]
    [InlineData("82 06 | 00 00 | 00 01 'a' 00", ReasonCode.ProtocolError)] // packet identifier 0
    [InlineData("82 06 | 00 0A | 00 01 'a' 03", ReasonCode.MalformedPacket)] // QoS 3
    [InlineData("82 06 | 00 0A | 00 01 'a' 04", ReasonCode.MalformedPacket)] // No Local, not yet known
    [InlineData("82 05 | 00 0A | 00 01 'a'", ReasonCode.MalformedPacket)] // no QoS
    [InlineData("82 06 | 00 0A | 00 01 00 00", ReasonCode.MalformedPacket)] // U+0000
    public void A_wrong_one_is_refused_before_5_0(string bytes, ReasonCode reason)
    {
        Refusal.Expect(bytes, ProtocolVersion.V310, reason);
        Refusal.Expect(bytes, ProtocolVersion.V311, reason);
    }

    [Theory]
    [InlineData("82 03 | 00 0A | 00", ReasonCode.ProtocolError)] // no filter
    [InlineData("82 07 | 00 0A | 00 | 00 01 'a' 40", ReasonCode.MalformedPacket)] // reserved bit 6
    [InlineData("82 07 | 00 0A | 00 | 00 01 'a' 80", ReasonCode.MalformedPacket)] // reserved bit 7
    [InlineData("82 07 | 00 0A | 00 | 00 01 'a' 03", ReasonCode.MalformedPacket)] // QoS 3
    [InlineData("82 07 | 00 0A | 00 | 00 01 'a' 30", ReasonCode.ProtocolError)] // retain handling 3
    [InlineData("82 10 | 00 0A | 00 | 00 0A '$share/g/a' 04", ReasonCode.ProtocolError)] // No Local on a shared subscription
    [InlineData("82 09 | 00 0A | 02 | 0B 00 | 00 01 'a' 00", ReasonCode.ProtocolError)] // subscription identifier 0
    [InlineData("82 0B | 00 0A | 04 | 0B 01 0B 02 | 00 01 'a' 00", ReasonCode.ProtocolError)] // subscription identifier twice
    [InlineData("82 0B | 00 0A | 04 | 1F 00 01 'x' | 00 01 'a' 00", ReasonCode.MalformedPacket)] // reason string, a property of answers
    public void A_wrong_one_is_refused_in_5_0(string bytes, ReasonCode reason) => Refusal.Expect(bytes, ProtocolVersion.V500, reason);
}
