using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Publishing;

public class OverlappingSubscriptionsTests(RunningBroker broker) : BrokerTest(broker)
{
    [Fact, Clause("MQTT-3.3.4-2"), Clause("MQTT-3.3.4-3"), Clause("MQTT-3.3.4-4"), Clause("MQTT-3.3.4-5")]
    public async Task A_message_arrives_once_at_the_highest_QoS_with_every_identifier()
    {
        var subscriber = await ConnectAsync();
        await subscriber.SubscribeAsync(identifier: 7, new Subscription($"{Topic}/#", QualityOfService.AtMostOnce));
        await subscriber.SubscribeAsync(identifier: 268_435_455, new Subscription($"{Topic}/a", QualityOfService.ExactlyOnce));
        await subscriber.SubscribeAsync(identifier: null, new Subscription($"{Topic}/+", QualityOfService.AtLeastOnce));

        await (await ConnectAsync()).PublishAsync($"{Topic}/a", "x", QualityOfService.ExactlyOnce);

        var message = await subscriber.NextMessageAsync();
        message.Qos.Should().Be(QualityOfService.ExactlyOnce);
        message.Identifiers.Should().BeEquivalentTo([7, 268_435_455]);
        await subscriber.PingAsync();
    }

    [Fact]
    public async Task In_3_1_1_too_it_arrives_once_at_the_highest_QoS()
    {
        var subscriber = await SubscriberAsync($"{Topic}/#", QualityOfService.AtMostOnce, ProtocolVersion.V311);
        await subscriber.SubscribeAsync($"{Topic}/a", QualityOfService.AtLeastOnce);

        await (await ConnectAsync()).PublishAsync($"{Topic}/a", "x", QualityOfService.AtLeastOnce);

        (await subscriber.NextMessageAsync()).Qos.Should().Be(QualityOfService.AtLeastOnce);
        await subscriber.PingAsync();
    }
}
