using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Shared;

public class SharedSubscriptionTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory, Clause("MQTT-4.8.2-1"), Clause("MQTT-4.8.2-2")]
    [InlineData("$share")]
    [InlineData("$share/")]
    [InlineData("$share/g")]
    [InlineData("$share/g/")]
    [InlineData("$share//a")]
    [InlineData("$share/+/a")]
    [InlineData("$share/#/a")]
    [InlineData("$share/g+/a")]
    [InlineData("$share/g/a#")]
    public async Task A_share_name_is_not_empty_and_has_no_wildcards(string filter)
    {
        var client = await ConnectAsync();

        (await client.SubscribeAsync(filter)).Should().Equal(filter == "$share" ? ReasonCode.GrantedQos0 : ReasonCode.TopicFilterInvalid);
    }

    [Fact, Clause("MQTT-4.8.2-4")]
    public async Task Each_message_goes_to_one_of_each_group_and_to_everyone_else()
    {
        var members = new[] { await SubscriberAsync($"$share/g/{Topic}"), await SubscriberAsync($"$share/g/{Topic}") };
        var otherGroup = await SubscriberAsync($"$share/h/{Topic}");
        var direct = await SubscriberAsync(Topic);
        var publisher = await ConnectAsync();

        for (var i = 0; i < 10; i++)
        {
            await publisher.PublishAsync(Topic, $"{i}");
        }

        var received = new List<string>();
        foreach (var member in members)
        {
            for (var i = 0; i < 5; i++)
            {
                received.Add((await member.NextMessageAsync()).Payload);
            }

            await member.PingAsync();
        }

        received.Should().OnlyHaveUniqueItems();
        for (var i = 0; i < 10; i++)
        {
            (await otherGroup.NextMessageAsync()).Payload.Should().Be($"{i}");
            (await direct.NextMessageAsync()).Payload.Should().Be($"{i}");
        }
    }

    [Fact, Clause("MQTT-4.8.2-3")]
    public async Task Each_member_receives_at_its_own_QoS()
    {
        var zero = await SubscriberAsync($"$share/g/{Topic}", QualityOfService.AtMostOnce);
        var two = await SubscriberAsync($"$share/g/{Topic}", QualityOfService.ExactlyOnce);
        var publisher = await ConnectAsync();

        await publisher.PublishAsync(Topic, "1", QualityOfService.ExactlyOnce);
        await publisher.PublishAsync(Topic, "2", QualityOfService.ExactlyOnce);

        (await zero.NextMessageAsync()).Qos.Should().Be(QualityOfService.AtMostOnce);
        (await two.NextMessageAsync()).Qos.Should().Be(QualityOfService.ExactlyOnce);
    }

    [Fact]
    public async Task Retained_messages_are_not_sent_to_them()
    {
        await (await ConnectAsync()).PublishAsync(Topic, "x", retain: true);

        await (await SubscriberAsync($"$share/g/{Topic}")).PingAsync();
    }

    [Theory, Clause("MQTT-4.8.2-6")]
    [InlineData(QualityOfService.AtLeastOnce)]
    [InlineData(QualityOfService.ExactlyOnce)]
    public async Task A_message_that_one_member_refuses_is_not_given_to_another(QualityOfService qos)
    {
        var one = await SubscriberAsync($"$share/g/{Topic}", qos);
        var other = await SubscriberAsync($"$share/g/{Topic}", qos);
        await (await ConnectAsync()).PublishAsync(Topic, "x", qos);
        var message = await one.NextAsync(PacketType.Publish);

        await (qos == QualityOfService.AtLeastOnce
            ? one.SendAsync(new PubAckPacket(message.PacketId, ReasonCode.UnspecifiedError))
            : one.SendAsync(new PubRecPacket(message.PacketId, ReasonCode.UnspecifiedError)));

        await one.PingAsync();
        await other.PingAsync();
    }

    [Fact, Clause("MQTT-4.8.2-5")]
    public async Task A_QoS_2_message_under_way_to_a_member_whose_session_ends_goes_to_no_other()
    {
        var one = await SubscriberAsync($"$share/g/{Topic}", QualityOfService.ExactlyOnce);
        var other = await SubscriberAsync($"$share/g/{Topic}", QualityOfService.ExactlyOnce);
        await (await ConnectAsync()).PublishAsync(Topic, "x", QualityOfService.ExactlyOnce);
        var message = await one.NextAsync(PacketType.Publish);
        await one.SendAsync(new PubRecPacket(message.PacketId));
        await one.NextAsync(PacketType.PubRel);

        await one.SendAsync("E0 00");
        await one.ExpectClosedAsync();

        await other.PingAsync();
    }

    [Fact]
    public async Task A_QoS_1_message_that_a_member_leaves_behind_goes_to_another()
    {
        var one = await SubscriberAsync($"$share/g/{Topic}", QualityOfService.AtLeastOnce);
        var other = await SubscriberAsync($"$share/g/{Topic}", QualityOfService.AtLeastOnce);
        await (await ConnectAsync()).PublishAsync(Topic, "x", QualityOfService.AtLeastOnce);
        await one.NextAsync(PacketType.Publish);

        await one.SendAsync("E0 00");
        await one.ExpectClosedAsync();

        (await other.NextMessageAsync()).Payload.Should().Be("x");
    }
}
