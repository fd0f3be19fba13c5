using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Publishing;

public class RetainedTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory, Clause("MQTT-3.3.1-5"), Clause("MQTT-3.3.1-8")]
    [InlineData(QualityOfService.AtMostOnce)]
    [InlineData(QualityOfService.AtLeastOnce)]
    [InlineData(QualityOfService.ExactlyOnce)]
    public async Task The_last_one_is_given_to_new_subscribers_with_the_flag_set(QualityOfService qos)
    {
        var publisher = await ConnectAsync();
        await publisher.PublishAsync(Topic, "1", qos, retain: true);
        await publisher.PublishAsync(Topic, "2", qos, retain: true);
        await publisher.PublishAsync(Topic, "not retained", qos);

        var subscriber = await SubscriberAsync(Topic, QualityOfService.ExactlyOnce);

        (await subscriber.NextMessageAsync()).Should().BeEquivalentTo(new { Payload = "2", Qos = qos, Retain = true });
        await subscriber.PingAsync();
    }

    [Fact, Clause("MQTT-3.3.1-6"), Clause("MQTT-3.3.1-7")]
    public async Task An_empty_one_clears_the_topic_and_is_itself_delivered()
    {
        var publisher = await ConnectAsync();
        await publisher.PublishAsync(Topic, "1", retain: true);
        var before = await SubscriberAsync(Topic);
        await before.NextMessageAsync();

        await publisher.PublishAsync(Topic, "", retain: true);

        (await before.NextMessageAsync()).Should().BeEquivalentTo(new { Payload = "", Retain = false });
        await (await SubscriberAsync(Topic)).PingAsync();
    }

    [Theory, Clause("MQTT-3.3.1-9"), Clause("MQTT-3.3.1-10"), Clause("MQTT-3.3.1-11")]
    [InlineData(RetainHandling.SendAlways, 2)]
    [InlineData(RetainHandling.SendWhenNew, 1)]
    [InlineData(RetainHandling.SendNever, 0)]
    public async Task Retain_Handling_says_when(RetainHandling handling, int times)
    {
        await (await ConnectAsync()).PublishAsync(Topic, "x", retain: true);
        var subscriber = await ConnectAsync();

        for (var i = 0; i < 2; i++)
        {
            await subscriber.SubscribeAsync(new Subscription(Topic, 0, RetainHandling: handling));
            if (times-- > 0)
            {
                await subscriber.NextMessageAsync();
            }

            await subscriber.PingAsync();
        }
    }

    [Theory, Clause("MQTT-3.3.1-12"), Clause("MQTT-3.3.1-13")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retain_As_Published_keeps_the_flag_for_who_is_subscribed_already(bool asPublished)
    {
        var subscriber = await ConnectAsync();
        await subscriber.SubscribeAsync(new Subscription(Topic, 0, RetainAsPublished: asPublished));
        var publisher = await ConnectAsync();

        await publisher.PublishAsync(Topic, "1", retain: true);
        await publisher.PublishAsync(Topic, "2");

        (await subscriber.NextMessageAsync()).Retain.Should().Be(asPublished);
        (await subscriber.NextMessageAsync()).Retain.Should().BeFalse();
    }

    [Fact, Clause("MQTT-3.8.4-8"), Clause("MQTT-3.3.4-3")]
    public async Task It_comes_with_the_subscription_identifier_and_at_the_lower_QoS()
    {
        await (await ConnectAsync()).PublishAsync(Topic, "x", QualityOfService.ExactlyOnce, retain: true);
        var subscriber = await ConnectAsync();

        await subscriber.SubscribeAsync(identifier: 9, new Subscription(Topic, QualityOfService.AtLeastOnce));

        var message = await subscriber.NextMessageAsync();
        message.Qos.Should().Be(QualityOfService.AtLeastOnce);
        message.Identifiers.Should().Equal(9);
    }

    [Fact]
    public async Task A_wildcard_brings_all_it_matches()
    {
        var publisher = await ConnectAsync();
        foreach (var name in (string[])["a", "b", "b/c"])
        {
            await publisher.PublishAsync($"{Topic}/{name}", name, retain: true);
        }

        var subscriber = await SubscriberAsync($"{Topic}/+");

        var received = new[] { await subscriber.NextMessageAsync(), await subscriber.NextMessageAsync() };
        received.Select(message => message.Payload).Should().BeEquivalentTo("a", "b");
        await subscriber.PingAsync();
    }

    [Fact]
    public async Task More_than_fits_the_network_arrives_whole_and_in_order_with_what_follows()
    {
        const int Count = 400;
        var publisher = await ConnectAsync();
        var large = new string('x', 32 * 1024); // 12.5 MiB in all
        for (var i = 0; i < Count; i++)
        {
            await publisher.SendPublishAsync($"{Topic}/{i}", large, retain: true);
        }

        await publisher.PingAsync();
        var subscriber = await SubscriberAsync($"{Topic}/+");
        await publisher.PublishAsync($"{Topic}/last", "live");

        for (var i = 0; i < Count; i++)
        {
            (await subscriber.NextMessageAsync()).Payload.Should().HaveLength(large.Length);
        }

        (await subscriber.NextMessageAsync()).Payload.Should().Be("live");
        for (var i = 0; i < Count; i++)
        {
            await publisher.SendPublishAsync($"{Topic}/{i}", "", retain: true);
        }

        await publisher.PingAsync();
    }
}
