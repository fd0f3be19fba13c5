using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.PacketForms;

public class PacketFormTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory, Clause("MQTT-1.5.5-1"), Clause("MQTT-2.1.3-1")]
    [InlineData("30 80 80 80 80 01", ReasonCode.MalformedPacket)] // five bytes of length
    [InlineData("C0 80 00", ReasonCode.MalformedPacket)] // more bytes than it needs
    [InlineData("30 85 00 00 01 'a' 00 'x'", ReasonCode.MalformedPacket)]
    [InlineData("C0 01 00", ReasonCode.MalformedPacket)] // PINGREQ with a body
    [InlineData("C1 00", ReasonCode.MalformedPacket)] // reserved flags
    [InlineData("C8 00", ReasonCode.MalformedPacket)]
    [InlineData("41 02 00 01", ReasonCode.MalformedPacket)]
    [InlineData("52 02 00 01", ReasonCode.MalformedPacket)]
    [InlineData("60 02 00 01", ReasonCode.MalformedPacket)] // PUBREL needs 2 [MQTT-3.6.1-1]
    [InlineData("7F 02 00 01", ReasonCode.MalformedPacket)]
    [InlineData("E8 00", ReasonCode.MalformedPacket)] // [MQTT-3.14.1-1]
    [InlineData("40 01 00", ReasonCode.MalformedPacket)] // half a packet identifier
    [InlineData("40 02 00 00", ReasonCode.ProtocolError)] // packet identifier 0
    [InlineData("40 03 00 01 01", ReasonCode.ProtocolError)] // no reason of PUBACK
    [InlineData("40 05 00 01 00 00 00", ReasonCode.MalformedPacket)] // a byte too many
    [InlineData("40 04 00 01 00 05", ReasonCode.MalformedPacket)] // properties run out of the packet
    [InlineData("40 07 00 01 00 03 0B 01 00", ReasonCode.MalformedPacket)] // a property of others
    [InlineData("50 03 00 01 7F", ReasonCode.ProtocolError)]
    [InlineData("62 03 00 01 80", ReasonCode.ProtocolError)]
    [InlineData("E0 01 05", ReasonCode.ProtocolError)] // no reason of DISCONNECT
    [InlineData("E0 09 00 05 11 00 00 00 01 00 00", ReasonCode.MalformedPacket)]
    [InlineData("E0 0C 00 0A 11 00 00 00 00 11 00 00 00 00", ReasonCode.ProtocolError)] // a property twice
    [InlineData("00 00", ReasonCode.MalformedPacket)] // type 0
    [InlineData("10 00", ReasonCode.ProtocolError)] // CONNECT again
    [InlineData("20 03 00 00 00", ReasonCode.ProtocolError)] // what only a server may send
    [InlineData("90 04 00 01 00 00", ReasonCode.ProtocolError)]
    [InlineData("B0 04 00 01 00 00", ReasonCode.ProtocolError)]
    [InlineData("D0 00", ReasonCode.ProtocolError)]
    [InlineData("F0 00", ReasonCode.ProtocolError)] // AUTH without a method agreed
    [InlineData("F0 08 18 06 15 00 03 'abc'", ReasonCode.ProtocolError)]
    public async Task A_packet_of_the_wrong_form_ends_the_connection(string packet, ReasonCode reason)
    {
        var client = await ConnectAsync();

        await client.SendAsync(packet);

        await client.ExpectDisconnectAsync(reason);
    }

    [Theory]
    [InlineData("C0 80 00")] // 3.1.1 has no rule about the shortest length
    [InlineData("C0 00")]
    public async Task An_older_client_may_write_a_length_in_more_bytes(string ping)
    {
        var client = await ConnectAsync(ProtocolVersion.V311);

        await client.SendAsync(ping);

        await client.NextAsync(PacketType.PingResp);
    }

    [Theory]
    [InlineData("40 03 00 01 00")] // a reason code is of 5.0
    [InlineData("40 02 00 00")]
    [InlineData("F0 00")]
    [InlineData("E0 01 00")]
    [InlineData("82 06 00 01 00 01 'a' 04")] // option bits of 5.0
    public async Task What_only_5_0_knows_is_malformed_before(string packet)
    {
        var client = await ConnectAsync(ProtocolVersion.V311);

        await client.SendAsync(packet);

        await client.ExpectDisconnectAsync(ReasonCode.MalformedPacket);
    }

    [Theory]
    [InlineData("40 02 {0}")]
    [InlineData("40 03 {0} 00")]
    [InlineData("40 04 {0} 00 00")]
    [InlineData("40 03 {0} 10")]
    [InlineData("40 0C {0} 80 08 1F 00 05 'words'")]
    [InlineData("40 10 {0} 00 0C 26 00 01 'a' 00 01 'b' 1F 00 02 'cd'")]
    public async Task Every_form_of_PUBACK_settles_its_message(string form)
    {
        var subscriber = await ConnectAsync(with: c => c with { ReceiveMaximum = 1 });
        await subscriber.SubscribeAsync(Topic, QualityOfService.AtLeastOnce);
        var publisher = await ConnectAsync();
        await publisher.PublishAsync(Topic, "1", QualityOfService.AtLeastOnce);
        await publisher.PublishAsync(Topic, "2", QualityOfService.AtLeastOnce);
        var first = await subscriber.NextAsync(PacketType.Publish);

        await subscriber.SendAsync(string.Format(null, form, $"{first.PacketId >> 8:X2} {first.PacketId & 255:X2}"));

        (await subscriber.NextAsync(PacketType.Publish)).Payload.Should().Be("2");
    }

    [Theory]
    [InlineData("E0 00")]
    [InlineData("E0 01 00")]
    [InlineData("E0 02 00 00")]
    [InlineData("E0 07 00 05 11 00 00 00 00")]
    public async Task Every_form_of_DISCONNECT_ends_the_connection_and_what_follows_is_ignored(string form)
    {
        var watcher = await SubscriberAsync(Topic);
        var client = await ConnectAsync();

        await client.SendAsync([.. Hex.Bytes(form), .. Hex.Bytes($"30 26 00 21 '{Topic}' 00 'xx' FF FF FF FF FF")]);

        (await client.ExpectClosedAsync()).Should().BeEmpty();
        await watcher.PingAsync();
    }

    [Fact, Clause("MQTT-3.14.2-2")]
    public async Task DISCONNECT_may_not_raise_a_session_expiry_of_zero()
    {
        var client = await ConnectAsync();

        await client.SendAsync("E0 07 00 05 11 00 00 00 05");

        await client.ExpectDisconnectAsync(ReasonCode.ProtocolError);
    }
}
