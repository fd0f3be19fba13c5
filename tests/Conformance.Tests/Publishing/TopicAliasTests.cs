using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Publishing;

public class TopicAliasTests(RunningBroker broker) : BrokerTest(broker)
{
    [Fact, Clause("MQTT-3.3.2-12")]
    public async Task Every_alias_up_to_the_maximum_stands_for_its_topic_until_it_is_set_anew()
    {
        var subscriber = await SubscriberAsync($"{Topic}/#");
        var publisher = await ConnectAsync();
        var last = (byte)Broker.Limits.TopicAliasMaximum;

        await publisher.SendPublishAsync($"{Topic}/a", "1", properties: $"23 00 {last:X2}");
        await publisher.SendPublishAsync("", "2", properties: $"23 00 {last:X2}");
        await publisher.SendPublishAsync($"{Topic}/b", "3", properties: $"23 00 {last:X2}");
        await publisher.SendPublishAsync("", "4", properties: $"23 00 {last:X2}");

        foreach (var expected in (string[])["a1", "a2", "b3", "b4"])
        {
            var message = await subscriber.NextMessageAsync();
            message.Should().BeEquivalentTo(new { Topic = $"{Topic}/{expected[0]}", Payload = expected[1..], TopicAlias = (ushort)0 });
        }
    }

    [Fact, Clause("MQTT-3.3.2-7"), Clause("MQTT-3.3.2-10"), Clause("MQTT-3.3.2-11")]
    public async Task An_alias_ends_with_its_connection_though_the_session_goes_on()
    {
        var id = WireClient.NewId();
        var first = await ConnectAsync(clientId: id, with: c => c with { SessionExpiryInterval = 60 });
        await first.PublishAsync(Topic, "1", properties: "23 00 01");
        var second = await ConnectAsync(clientId: id, with: c => c with { CleanStart = false, SessionExpiryInterval = 60 });

        await second.SendPublishAsync("", "2", properties: "23 00 01");

        await second.ExpectDisconnectAsync(ReasonCode.TopicAliasInvalid);
    }

    [Fact, Clause("MQTT-3.1.2-26"), Clause("MQTT-3.1.2-27"), Clause("MQTT-3.3.2-9")]
    public async Task The_broker_uses_as_many_as_the_client_takes()
    {
        var subscriber = await ConnectAsync(with: c => c with { TopicAliasMaximum = 2 });
        await subscriber.SubscribeAsync($"{Topic}/#");
        var publisher = await ConnectAsync();

        foreach (var topic in (string[])["a", "b", "c", "a", "b", "c"])
        {
            await publisher.PublishAsync($"{Topic}/{topic}", topic);
        }

        var received = new List<(string, ushort)>();
        for (var i = 0; i < 6; i++)
        {
            var message = await subscriber.NextMessageAsync();
            received.Add((message.Topic, message.TopicAlias));
        }

        received.Should().Equal(($"{Topic}/a", 1), ($"{Topic}/b", 2), ($"{Topic}/c", 0), ("", 1), ("", 2), ($"{Topic}/c", 0));
    }

    [Fact, Clause("MQTT-3.1.2-27")]
    public async Task A_client_that_takes_none_is_sent_none()
    {
        var subscriber = await SubscriberAsync(Topic);
        var publisher = await ConnectAsync();

        for (var i = 0; i < 3; i++)
        {
            await publisher.PublishAsync(Topic, "x");
            (await subscriber.NextMessageAsync()).Should().BeEquivalentTo(new { Topic, TopicAlias = (ushort)0 });
        }
    }
}
