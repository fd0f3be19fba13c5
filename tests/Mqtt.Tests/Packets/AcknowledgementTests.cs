using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

/// <summary>PUBACK, PUBREC, PUBREL and PUBCOMP: one layout under four names.</summary>
public class AcknowledgementTests
{
    internal static readonly Vector[] Vectors =
    [
        new("PUBACK, plain", Vector.Every, "40 02 | 00 0A", new PubAckPacket(10)),
        new("PUBREC, plain", Vector.Every, "50 02 | 00 0A", new PubRecPacket(10)),
        new("PUBREL, plain", Vector.Every, "62 02 | 00 0A", new PubRelPacket(10)),
        new("PUBCOMP, plain", Vector.Every, "70 02 | FF FF", new PubCompPacket(65_535)),
        new("PUBACK, reason only", Vector.V500, "40 03 | 00 0A | 10", new PubAckPacket(10, ReasonCode.NoMatchingSubscribers)),
        new("PUBREC, reason only", Vector.V500, "50 03 | 00 0A | 97", new PubRecPacket(10, ReasonCode.QuotaExceeded)),
        new("PUBREL, reason only", Vector.V500, "62 03 | 00 0A | 92", new PubRelPacket(10, ReasonCode.PacketIdentifierNotFound)),
        new("PUBCOMP, reason only", Vector.V500, "70 03 | 00 0A | 92", new PubCompPacket(10, ReasonCode.PacketIdentifierNotFound)),
        new("PUBACK, reason 0 spelled out", Vector.V500, "40 03 | 00 0A | 00", new PubAckPacket(10), Canonical: false),
        new("PUBACK, empty properties spelled out", Vector.V500, "40 04 | 00 0A | 00 | 00", new PubAckPacket(10), Canonical: false),
        new("PUBREL, empty properties spelled out", Vector.V500, "62 04 | 00 0A | 92 | 00", new PubRelPacket(10, ReasonCode.PacketIdentifierNotFound), Canonical: false),
        new(
            "PUBACK, reason in words and user properties",
            Vector.V500,
            "40 16 | 00 0A | 87 | 12 | 1F 00 02 'no' | 26 00 01 'a' 00 01 'b' | 26 00 01 'a' 00 00",
            new PubAckPacket(10, ReasonCode.NotAuthorized, "no", [new("a", "b"), new("a", "")])),
        new("PUBREC, reason 0 with words", Vector.V500, "50 09 | 00 0A | 00 | 05 | 1F 00 02 'ok'", new PubRecPacket(10, ReasonString: "ok")),
        new("PUBREL, user property", Vector.V500, "62 0B | 00 01 | 00 | 07 | 26 00 01 'a' 00 01 'b'", new PubRelPacket(1, UserProperties: [new("a", "b")])),
        new("PUBCOMP, reason in words", Vector.V500, "70 08 | 00 01 | 92 | 04 | 1F 00 01 '?'", new PubCompPacket(1, ReasonCode.PacketIdentifierNotFound, "?")),
        new("PUBREL, marked as a repeat", Vector.V310, "6A 02 | 00 0A", new PubRelPacket(10), Canonical: false),
    ];

    [Theory]
    [InlineData("40 02 | 00 00", ReasonCode.ProtocolError)] // packet identifier 0
    [InlineData("40 03 | 00 0A | 00", ReasonCode.MalformedPacket)] // the 5.0 form
    [InlineData("40 00", ReasonCode.MalformedPacket)]
    [InlineData("40 01 | 00", ReasonCode.MalformedPacket)]
    public void Before_5_0_an_acknowledgement_is_an_identifier_and_nothing_else(string bytes, ReasonCode reason)
    {
        Refusal.Expect(bytes, ProtocolVersion.V310, reason);
        Refusal.Expect(bytes, ProtocolVersion.V311, reason);
    }

    [Theory]
    [InlineData("40 02 | 00 00", ReasonCode.ProtocolError)] // packet identifier 0
    [InlineData("40 03 | 00 0A | 01", ReasonCode.ProtocolError)] // a code of SUBACK
    [InlineData("40 03 | 00 0A | 92", ReasonCode.ProtocolError)] // a code of PUBREL
    [InlineData("62 03 | 00 0A | 10", ReasonCode.ProtocolError)] // a code of PUBACK
    [InlineData("40 03 | 00 0A | FF", ReasonCode.ProtocolError)] // no code at all
    [InlineData("40 05 | 00 0A | 00 | 00 | 00", ReasonCode.MalformedPacket)] // trailing byte
    [InlineData("40 04 | 00 0A | 00 | 01", ReasonCode.MalformedPacket)] // properties overrun the packet
    [InlineData("40 05 | 00 0A | 00 | 80 00", ReasonCode.MalformedPacket)] // property length of two bytes for 0
    [InlineData("40 0A | 00 0A | 00 | 06 | 1F 00 00 1F 00 00", ReasonCode.ProtocolError)] // reason string twice
    [InlineData("40 07 | 00 0A | 00 | 03 | 23 00 01", ReasonCode.MalformedPacket)] // topic alias, a property of PUBLISH
    [InlineData("40 06 | 00 0A | 00 | 02 | 7F 00", ReasonCode.MalformedPacket)] // no such property
    [InlineData("40 08 | 00 0A | 00 | 04 | 9F 00 00 00", ReasonCode.MalformedPacket)] // identifier spelled with two bytes
    [InlineData("40 08 | 00 0A | 00 | 04 | 1F 00 01 00", ReasonCode.MalformedPacket)] // U+0000
    public void A_wrong_acknowledgement_is_refused_in_5_0(string bytes, ReasonCode reason) => Refusal.Expect(bytes, ProtocolVersion.V500, reason);

    [Fact]
    public void What_3_x_cannot_say_is_left_out()
    {
        var packet = new PubAckPacket(10, ReasonCode.NotAuthorized, "no", [new("a", "b")]);

        Bytes.Hex(Wire.Encode(packet, ProtocolVersion.V311)).Should().Be("4002000A");
    }

    [Fact]
    public void A_plain_acknowledgement_equals_the_one_that_was_read()
    {
        var read = (PubAckPacket)Wire.Decode(Bytes.Of("40 02 00 0A"), ProtocolVersion.V500);

        read.Should().Be(new PubAckPacket(10));
    }
}
