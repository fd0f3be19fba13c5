using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Publishing;

public class ForwardingTests(RunningBroker broker) : BrokerTest(broker)
{
    [Fact, Clause("MQTT-3.3.1-3")]
    public async Task DUP_is_not_forwarded()
    {
        var subscriber = await SubscriberAsync(Topic, QualityOfService.AtLeastOnce);
        var publisher = await ConnectAsync();

        await publisher.SendPublishAsync(Topic, "x", QualityOfService.AtLeastOnce, packetId: 9, dup: true);

        (await subscriber.NextMessageAsync()).Dup.Should().BeFalse();
    }

    [Fact]
    [Clause("MQTT-3.3.2-4"), Clause("MQTT-3.3.2-15"), Clause("MQTT-3.3.2-16"), Clause("MQTT-3.3.2-17"), Clause("MQTT-3.3.2-18"), Clause("MQTT-3.3.2-20")]
    public async Task Properties_are_forwarded_unaltered_and_in_order()
    {
        // Payload format, content type, response topic, correlation data (not text), user properties with a name twice and one empty.
        const string Properties = "01 01 26 00 01 'b' 00 01 '2' 03 00 04 'text' 08 00 05 'reply' 09 00 03 00 FF 01 26 00 01 'a' 00 01 '1' 26 00 01 'b' 00 00";
        var subscriber = await SubscriberAsync(Topic, QualityOfService.AtLeastOnce);

        await (await ConnectAsync()).PublishAsync(Topic, "x", QualityOfService.AtLeastOnce, properties: Properties);

        var message = await subscriber.NextMessageAsync();
        var expected = Hex.Bytes(Properties);
        message.Body.AsSpan(2 + Topic.Length + 2).ToArray().Should().Equal([(byte)expected.Length, .. expected, (byte)'x']);
    }

    [Fact]
    public async Task An_older_client_gets_the_message_without_properties()
    {
        var subscriber = await SubscriberAsync(Topic, version: ProtocolVersion.V311);

        await (await ConnectAsync()).PublishAsync(Topic, "x", properties: "03 00 04 'text'");

        (await subscriber.NextMessageAsync()).Payload.Should().Be("x");
    }

    [Theory, Clause("MQTT-3.8.4-8")]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(2, 2, 2)]
    public async Task The_lower_QoS_of_publish_and_subscription_counts(int published, int granted, int expected)
    {
        var subscriber = await SubscriberAsync(Topic, (QualityOfService)granted);

        await (await ConnectAsync()).PublishAsync(Topic, "x", (QualityOfService)published);

        (await subscriber.NextMessageAsync()).Qos.Should().Be((QualityOfService)expected);
    }

    [Theory, Clause("MQTT-3.8.3-3")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_Local_keeps_a_clients_own_messages_from_it_and_nothing_else(bool noLocal)
    {
        var client = await ConnectAsync();
        await client.SubscribeAsync(new Subscription(Topic, 0, NoLocal: noLocal));

        await client.SendPublishAsync(Topic, "own");
        await (await ConnectAsync()).PublishAsync(Topic, "other");

        if (!noLocal)
        {
            (await client.NextMessageAsync()).Payload.Should().Be("own");
        }

        (await client.NextMessageAsync()).Payload.Should().Be("other");
    }

    [Fact]
    public async Task No_Local_on_one_of_two_overlapping_filters_leaves_the_other_as_it_is()
    {
        var client = await ConnectAsync();
        await client.SubscribeAsync(identifier: 1, new Subscription(Topic, QualityOfService.ExactlyOnce, NoLocal: true));
        await client.SubscribeAsync(identifier: 2, new Subscription($"{Topic}/#", QualityOfService.AtMostOnce));

        await client.SendPublishAsync(Topic, "own", QualityOfService.AtLeastOnce, packetId: 1);

        var own = await client.NextAsync(PacketType.Publish);
        (own.Qos, own.Identifiers.Single()).Should().Be((QualityOfService.AtMostOnce, 2));
    }

    [Fact, Clause("MQTT-4.6.0-5"), Clause("MQTT-4.6.0-6")]
    public async Task Messages_of_one_publisher_on_one_topic_arrive_in_the_order_they_were_sent()
    {
        foreach (var qos in (QualityOfService[])[0, QualityOfService.AtLeastOnce, QualityOfService.ExactlyOnce])
        {
            var subscriber = await SubscriberAsync($"{Topic}/{qos}", qos);
            var publisher = await ConnectAsync();
            for (var i = 1; i <= 200; i++)
            {
                await publisher.SendPublishAsync($"{Topic}/{qos}", $"{i}", qos, qos == 0 ? (ushort)0 : (ushort)i);
            }

            for (var i = 1; i <= 200; i++)
            {
                var message = await subscriber.NextAsync();
                if (message.Type != PacketType.Publish)
                {
                    i--; // answers to our answers
                    continue;
                }

                message.Payload.Should().Be($"{i}");
                await AnswerAsync(subscriber, message.Qos, message.PacketId);
            }
        }
    }

    private static Task AnswerAsync(WireClient client, QualityOfService qos, ushort packetId) => qos switch
    {
        QualityOfService.AtLeastOnce => client.SendAsync(new PubAckPacket(packetId)),
        QualityOfService.ExactlyOnce => client.SendAsync(new PubRecPacket(packetId)),
        _ => Task.CompletedTask,
    };
}
