using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Subscribing;

public class SubscribeTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory, Clause("MQTT-3.8.1-1"), Clause("MQTT-3.8.3-1"), Clause("MQTT-3.8.3-2"), Clause("MQTT-3.8.3-4"), Clause("MQTT-3.8.3-5")]
    [InlineData("82 03 00 01 00", ReasonCode.ProtocolError)] // no filter
    [InlineData("80 07 00 01 00 00 01 'a' 00", ReasonCode.MalformedPacket)] // fixed header flags
    [InlineData("82 07 00 01 00 00 01 'a' 03", ReasonCode.MalformedPacket)] // QoS 3
    [InlineData("82 07 00 01 00 00 01 'a' 40", ReasonCode.MalformedPacket)] // reserved option bits
    [InlineData("82 07 00 01 00 00 01 'a' 80", ReasonCode.MalformedPacket)]
    [InlineData("82 07 00 01 00 00 01 'a' 30", ReasonCode.ProtocolError)] // Retain Handling 3
    [InlineData("82 10 00 01 00 00 0A '$share/g/a' 04", ReasonCode.ProtocolError)] // No Local on a shared subscription
    [InlineData("82 09 00 01 02 0B 00 00 01 'a' 00", ReasonCode.ProtocolError)] // subscription identifier 0
    [InlineData("82 0B 00 01 04 0B 01 0B 02 00 01 'a' 00", ReasonCode.ProtocolError)] // two subscription identifiers
    [InlineData("82 0C 00 01 05 0B 80 80 80 00 00 01 'a' 00", ReasonCode.MalformedPacket)] // an identifier in too many bytes
    [InlineData("82 07 00 00 00 00 01 'a' 00", ReasonCode.ProtocolError)] // packet identifier 0
    [InlineData("82 06 00 01 00 00 01 'a'", ReasonCode.MalformedPacket)] // options missing
    [InlineData("82 07 00 01 00 00 01 FF 00", ReasonCode.MalformedPacket)] // not UTF-8
    [InlineData("A2 03 00 01 00", ReasonCode.ProtocolError)] // UNSUBSCRIBE without a filter [MQTT-3.10.3-2]
    [InlineData("A0 06 00 01 00 00 01 'a'", ReasonCode.MalformedPacket)] // its fixed header flags [MQTT-3.10.1-1]
    public async Task A_malformed_one_ends_the_connection(string subscribe, ReasonCode reason)
    {
        var client = await ConnectAsync();

        await client.SendAsync(subscribe);

        await client.ExpectDisconnectAsync(reason);
    }

    [Fact, Clause("MQTT-3.8.4-1"), Clause("MQTT-3.8.4-2"), Clause("MQTT-3.8.4-5"), Clause("MQTT-3.8.4-6"), Clause("MQTT-3.9.3-1"), Clause("MQTT-3.9.3-2")]
    public async Task SUBACK_has_one_code_for_each_filter_in_their_order()
    {
        var client = await ConnectAsync();

        var codes = await client.SubscribeAsync(
            new Subscription($"{Topic}/2", QualityOfService.ExactlyOnce),
            new Subscription("bad/#/filter", QualityOfService.AtLeastOnce),
            new Subscription($"{Topic}/0", QualityOfService.AtMostOnce),
            new Subscription("", QualityOfService.AtMostOnce),
            new Subscription($"{Topic}/1", QualityOfService.AtLeastOnce));

        codes.Should().Equal(ReasonCode.GrantedQos2, ReasonCode.TopicFilterInvalid, ReasonCode.GrantedQos0, ReasonCode.TopicFilterInvalid, ReasonCode.GrantedQos1);
    }

    [Fact]
    public async Task An_older_client_is_told_of_every_refusal_with_0x80()
    {
        var client = await ConnectAsync(ProtocolVersion.V311);

        (await client.SubscribeAsync("bad/#/filter")).Should().Equal(ReasonCode.UnspecifiedError);
    }

    [Fact, Clause("MQTT-3.8.4-3"), Clause("MQTT-3.8.4-4")]
    public async Task Subscribing_again_replaces_the_options_and_loses_nothing()
    {
        var subscriber = await SubscriberAsync(Topic, QualityOfService.AtLeastOnce);
        var publisher = await ConnectAsync();
        const int Count = 300;

        var publishing = Task.Run(async () =>
        {
            for (var i = 1; i <= Count; i++)
            {
                await publisher.PublishAsync(Topic, $"{i}", QualityOfService.AtLeastOnce);
            }
        });
        for (var i = 0; i < 20; i++)
        {
            await subscriber.SendAsync(new SubscribePacket((ushort)(100 + i), [new Subscription(Topic, QualityOfService.AtLeastOnce)]) { SubscriptionIdentifier = i + 1 });
        }

        var (next, answers) = (1, 0);
        while (next <= Count || answers < 20)
        {
            var packet = await subscriber.NextAsync();
            if (packet.Type == PacketType.SubAck)
            {
                answers++;
                continue;
            }

            packet.Payload.Should().Be($"{next++}");
            await subscriber.SendAsync(new PubAckPacket(packet.PacketId));
        }

        await publishing;
        await publisher.PublishAsync(Topic, "last", QualityOfService.AtLeastOnce);
        (await subscriber.NextMessageAsync()).Identifiers.Should().Equal(20);
    }

    [Fact, Clause("MQTT-3.10.4-1"), Clause("MQTT-3.10.4-2"), Clause("MQTT-3.10.4-4"), Clause("MQTT-3.10.4-6"), Clause("MQTT-3.11.3-1"), Clause("MQTT-3.11.3-2")]
    public async Task Unsubscribing_stops_what_was_subscribed_and_tells_what_was_not()
    {
        var subscriber = await ConnectAsync();
        await subscriber.SubscribeAsync(new Subscription($"{Topic}/+", 0), new Subscription($"{Topic}/a", 0));

        var codes = await subscriber.UnsubscribeAsync($"{Topic}/never", $"{Topic}/+", $"{Topic}/+", $"{Topic}/A");

        codes.Should().Equal(ReasonCode.NoSubscriptionExisted, ReasonCode.Success, ReasonCode.NoSubscriptionExisted, ReasonCode.NoSubscriptionExisted);
        var publisher = await ConnectAsync();
        await publisher.PublishAsync($"{Topic}/b", "x");
        await publisher.PublishAsync($"{Topic}/a", "still");
        (await subscriber.NextMessageAsync()).Payload.Should().Be("still");
    }

    [Fact, Clause("MQTT-3.10.4-3")]
    public async Task What_is_in_flight_when_it_unsubscribes_is_completed()
    {
        var subscriber = await SubscriberAsync(Topic, QualityOfService.ExactlyOnce);
        await (await ConnectAsync()).PublishAsync(Topic, "x", QualityOfService.ExactlyOnce);
        var message = await subscriber.NextAsync(PacketType.Publish);

        await subscriber.UnsubscribeAsync(Topic);
        await subscriber.SendAsync(new PubRecPacket(message.PacketId));
        (await subscriber.NextAsync(PacketType.PubRel)).PacketId.Should().Be(message.PacketId);
        await subscriber.SendAsync(new PubCompPacket(message.PacketId));
        await subscriber.PingAsync();
    }
}
