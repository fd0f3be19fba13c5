using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Subscribing;

public class SystemTopicsTests(RunningBroker broker) : BrokerTest(broker)
{
    [Fact]
    public async Task They_are_there_for_who_subscribes_and_change_every_ten_seconds()
    {
        await Broker.PassAsync(seconds: 11);
        var watcher = await SubscriberAsync("$SYS/broker/v1/uptime/seconds");

        var first = await watcher.NextMessageAsync();
        first.Retain.Should().BeTrue();
        await Broker.PassAsync(seconds: 11);

        var second = await watcher.NextMessageAsync();
        int.Parse(second.Payload, null).Should().BeGreaterThan(int.Parse(first.Payload, null));
    }

    [Fact, Clause("MQTT-4.7.2-1")]
    public async Task A_leading_wildcard_does_not_match_them()
    {
        var watcher = await SubscriberAsync("+/broker/v1/uptime/seconds");

        await Broker.PassAsync(seconds: 11);

        await watcher.PingAsync();
    }

    [Fact]
    public async Task Nobody_else_publishes_there()
    {
        var client = await ConnectAsync();

        await client.SendPublishAsync("$SYS/broker/v1/version", "mine", QualityOfService.AtLeastOnce, packetId: 1);

        (await client.NextAsync()).Reason.Should().Be(ReasonCode.NotAuthorized);
    }
}
