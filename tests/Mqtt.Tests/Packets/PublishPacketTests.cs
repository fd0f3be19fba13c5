using System.Text;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Packets;

public class PublishPacketTests
{
    private const string EveryProperty = """
          01 01                     ; text
          02 00 00 00 3C            ; expires in 60 s
          23 00 07                  ; topic alias 7
          08 00 03 'r/t'            ; response topic
          09 00 02 00 FF            ; correlation data
          26 00 01 'a' 00 01 'b'    ; user property
          0B 80 01                  ; subscription identifier 128
          26 00 01 'a' 00 01 'c'    ; another of that name
          0B 01                     ; subscription identifier 1
          03 00 02 'ct'             ; content type
        """;

    internal static readonly Vector[] Vectors =
    [
        new("PUBLISH, QoS 0", Vector.Old, "30 05 | 00 01 'a' | 'hi'", new Publication("a", "hi"u8.ToArray())),
        new("PUBLISH, empty payload", Vector.Old, "31 03 | 00 01 'a'", new Publication("a", []) { Retain = true }),
        new(
            "PUBLISH, QoS 1",
            Vector.Old,
            "32 07 | 00 01 'a' | 00 0A | 'hi'",
            new Publication("a", "hi"u8.ToArray(), QualityOfService.AtLeastOnce, 10)),
        new(
            "PUBLISH, QoS 2 again and retained",
            Vector.Old,
            "3D 07 | 00 01 'a' | 00 0A | 'hi'",
            new Publication("a", "hi"u8.ToArray(), QualityOfService.ExactlyOnce, 10) { Retain = true, Dup = true }),
        new("PUBLISH, 5.0 without properties", Vector.V500, "30 06 | 00 01 'a' | 00 | 'hi'", new Publication("a", "hi"u8.ToArray())),
        new(
            "PUBLISH, 5.0 with an alias for a topic",
            Vector.V500,
            "32 0A | 00 00 | 00 0A | 03 23 00 01 | 'hi'",
            new Publication("", "hi"u8.ToArray(), QualityOfService.AtLeastOnce, 10) { Properties = [0x23, 0, 1] }),
        new(
            "PUBLISH, 5.0 with every property",
            Vector.V500,
            "34 35 | 00 01 'a' | 00 0A | 2D " + EveryProperty + "\n | 'hi'",
            new Publication("a", "hi"u8.ToArray(), QualityOfService.ExactlyOnce, 10) { Properties = Bytes.Of(EveryProperty) }),
        new("PUBLISH, a topic with U+FEFF", Vector.Old, "30 06 | 00 04 EF BB BF 'a'", new Publication("\uFEFFa", [])),
    ];

    [Theory]
    [InlineData("36 07 | 00 01 'a' | 00 0A | 'hi'", ReasonCode.MalformedPacket)] // QoS 3 [MQTT-3.3.1-4]
    [InlineData("38 05 | 00 01 'a' | 'hi'", ReasonCode.MalformedPacket)] // DUP with QoS 0 [MQTT-3.3.1-2]
    [InlineData("32 05 | 00 01 'a' | 00 00", ReasonCode.ProtocolError)] // packet identifier 0 [MQTT-2.2.1-4]
    [InlineData("32 04 | 00 01 'a' | 00", ReasonCode.MalformedPacket)] // packet identifier cut off
    [InlineData("30 02 | 00 00", ReasonCode.ProtocolError)] // no topic
    [InlineData("30 02 | 00 01", ReasonCode.MalformedPacket)] // topic cut off
    [InlineData("30 01 | 00", ReasonCode.MalformedPacket)]
    [InlineData("30 00", ReasonCode.MalformedPacket)]
    public void A_wrong_one_is_refused_in_every_version(string bytes, ReasonCode reason)
    {
        foreach (var version in Wire.Versions.Where(version => version != ProtocolVersion.V500 || reason != ReasonCode.ProtocolError))
        {
            Refusal.Expect(bytes, version, reason);
        }
    }

    [Theory]
    [InlineData("32 06 | 00 01 'a' | 00 00 | 00", ReasonCode.ProtocolError)] // packet identifier 0
    [InlineData("30 03 | 00 00 | 00", ReasonCode.ProtocolError)] // neither topic nor alias
    [InlineData("30 07 | 00 01 'a' | 03 23 00 00", ReasonCode.TopicAliasInvalid)] // alias 0 [MQTT-3.3.2-8]
    [InlineData("30 0A | 00 01 'a' | 06 23 00 01 23 00 01", ReasonCode.ProtocolError)] // alias twice
    [InlineData("30 08 | 00 01 'a' | 04 01 00 01 00", ReasonCode.ProtocolError)] // payload format twice
    [InlineData("30 06 | 00 01 'a' | 02 01 02", ReasonCode.ProtocolError)] // payload format 2
    [InlineData("30 0E | 00 01 'a' | 0A 02 00 00 00 01 02 00 00 00 01", ReasonCode.ProtocolError)] // expiry twice
    [InlineData("30 0A | 00 01 'a' | 06 03 00 00 03 00 00", ReasonCode.ProtocolError)] // content type twice
    [InlineData("30 0C | 00 01 'a' | 08 08 00 01 'r' 08 00 01 'r'", ReasonCode.ProtocolError)] // response topic twice
    [InlineData("30 0A | 00 01 'a' | 06 09 00 00 09 00 00", ReasonCode.ProtocolError)] // correlation data twice
    [InlineData("30 08 | 00 01 'a' | 04 08 00 01 '#'", ReasonCode.ProtocolError)] // wildcard in the response topic [MQTT-3.3.2-14]
    [InlineData("30 07 | 00 01 'a' | 03 08 00 00", ReasonCode.ProtocolError)] // empty response topic
    [InlineData("30 06 | 00 01 'a' | 02 0B 00", ReasonCode.ProtocolError)] // subscription identifier 0
    [InlineData("30 07 | 00 01 'a' | 03 0B 81 00", ReasonCode.MalformedPacket)] // subscription identifier 1 spelled with two bytes
    [InlineData("30 09 | 00 01 'a' | 05 0B FF FF FF FF", ReasonCode.MalformedPacket)] // subscription identifier of five bytes
    [InlineData("30 09 | 00 01 'a' | 05 11 00 00 00 01", ReasonCode.MalformedPacket)] // session expiry, a property of CONNECT
    [InlineData("30 05 | 00 01 'a' | 01 00", ReasonCode.MalformedPacket)] // there is no property 0
    [InlineData("30 04 | 00 01 'a' | 01", ReasonCode.MalformedPacket)] // properties overrun the packet
    [InlineData("30 05 | 00 01 'a' | 01 23", ReasonCode.MalformedPacket)] // value cut off by the end of the section
    [InlineData("30 07 | 00 01 'a' | 02 23 00 01", ReasonCode.MalformedPacket)] // value runs out of the section into the payload
    [InlineData("30 05 | 00 01 'a' | 80 00", ReasonCode.MalformedPacket)] // property length of two bytes for 0
    [InlineData("30 0A | 00 01 'a' | 06 26 00 01 'a' 00 01", ReasonCode.MalformedPacket)] // user property without its value
    [InlineData("30 0A | 00 01 'a' | 06 26 00 01 00 00 00", ReasonCode.MalformedPacket)] // U+0000 in a name
    [InlineData("30 09 | 00 01 'a' | 05 03 00 02 C0 80", ReasonCode.MalformedPacket)] // overlong UTF-8 in a content type
    public void A_wrong_one_is_refused_in_5_0(string bytes, ReasonCode reason) => Refusal.Expect(bytes, ProtocolVersion.V500, reason);

    [Fact]
    public void Properties_are_found_by_name()
    {
        var packet = Read("34 35 | 00 01 'a' | 00 0A | 2D " + EveryProperty + "\n | 'hi'");

        packet.PayloadFormat.Should().Be(1);
        packet.MessageExpiryInterval.Should().Be(60);
        packet.TopicAlias.Should().Be(7);
        Encoding.UTF8.GetString(packet.ResponseTopic).Should().Be("r/t");
        packet.CorrelationData.ToArray().Should().Equal(0, 255);
        Encoding.UTF8.GetString(packet.ContentType).Should().Be("ct");
        packet.UserPropertyCount.Should().Be(2);
        packet.ReadUserProperties().Should().Equal(new UserProperty("a", "b"), new UserProperty("a", "c"));
        packet.HasSubscriptionIdentifier.Should().BeTrue();
    }

    [Fact]
    public void Subscription_identifiers_come_in_the_order_sent()
    {
        var packet = Read("34 35 | 00 01 'a' | 00 0A | 2D " + EveryProperty + "\n | 'hi'");
        var found = new List<int>();

        foreach (var identifier in packet.EnumerateSubscriptionIdentifiers())
        {
            found.Add(identifier);
        }

        found.Should().Equal(128, 1);
    }

    [Fact]
    public void What_is_not_there_reads_as_absent()
    {
        var packet = Read("30 06 | 00 01 'a' | 00 | 'hi'");

        packet.MessageExpiryInterval.Should().BeNull();
        packet.TopicAlias.Should().Be(0);
        packet.ResponseTopic.Length.Should().Be(0);
        packet.CorrelationData.Length.Should().Be(0);
        packet.ContentType.Length.Should().Be(0);
        packet.ReadUserProperties().Should().BeEmpty();
        packet.HasSubscriptionIdentifier.Should().BeFalse();
    }

    [Fact]
    public void Forwarding_leaves_out_what_belongs_to_one_hop_and_keeps_the_order_of_the_rest()
    {
        var section = Bytes.Of(EveryProperty);
        var forwarded = new byte[PublishPacket.ForwardedPropertiesLength(section)];

        var count = PublishPacket.CopyForwardedProperties(section, forwarded);

        count.Should().Be(forwarded.Length);
        forwarded.Should().Equal(Bytes.Of("01 01 | 08 00 03 'r/t' | 09 00 02 00 FF | 26 00 01 'a' 00 01 'b' | 26 00 01 'a' 00 01 'c' | 03 00 02 'ct'"));
    }

    [Fact]
    public void Nothing_to_forward_is_nothing()
    {
        PublishPacket.ForwardedPropertiesLength([]).Should().Be(0);
        PublishPacket.CopyForwardedProperties([], []).Should().Be(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(16_000)]
    [InlineData(2_100_000)]
    public void A_packet_identifier_is_found_in_any_encoding(int payloadBytes)
    {
        foreach (var topicBytes in Enumerable.Range(1, 40))
        {
            for (var size = payloadBytes; size < payloadBytes + 400; size += payloadBytes < 2_000_000 ? 1 : 399)
            {
                var topic = new byte[topicBytes];
                var encoded = new byte[PublishPacket.EncodedLength(ProtocolVersion.V311, topicBytes, QualityOfService.AtLeastOnce, 0, size)];
                PublishPacket.Encode(encoded, ProtocolVersion.V311, 0x02, topic, 0xABCD, [], new byte[size]);

                var offset = PublishPacket.PacketIdOffset(topicBytes, encoded.Length);

                Bytes.Hex(encoded.AsSpan(offset, 2)).Should().Be("ABCD");
            }
        }
    }

    [Fact]
    public void A_packet_larger_than_MQTT_allows_cannot_be_written()
    {
        var measure = () => PublishPacket.EncodedLength(ProtocolVersion.V500, 10, QualityOfService.AtMostOnce, 0, 268_435_450);

        measure.Should().Throw<ArgumentOutOfRangeException>();
        PublishPacket.EncodedLength(ProtocolVersion.V500, 10, QualityOfService.AtMostOnce, 0, 268_435_442).Should().Be(268_435_460);
    }

    [Fact]
    public void Per_receiver_properties_are_read_back()
    {
        var section = new byte[PublishPropertyWriter.MessageExpiryBytes + PublishPropertyWriter.TopicAliasBytes + PublishPropertyWriter.SubscriptionIdentifierBytes(300)];
        var at = PublishPropertyWriter.WriteMessageExpiry(section, 9);
        at += PublishPropertyWriter.WriteTopicAlias(section.AsSpan(at), 3);
        at += PublishPropertyWriter.WriteSubscriptionIdentifier(section.AsSpan(at), 300);
        var frame = Wire.Encode(new Publication("a", []) { Properties = section }, ProtocolVersion.V500);

        var packet = Read(Bytes.Hex(frame));

        at.Should().Be(section.Length);
        packet.MessageExpiryInterval.Should().Be(9);
        packet.TopicAlias.Should().Be(3);
        packet.EnumerateSubscriptionIdentifiers().MoveNext().Should().BeTrue();
    }

    private static PublishPacket Read(string text)
    {
        ReadOnlySpan<byte> bytes = Bytes.Of(text);
        FrameReader.TryRead(ref bytes, 1024, out var frame).Should().BeTrue();
        return PublishPacket.Decode(frame, ProtocolVersion.V500);
    }
}
