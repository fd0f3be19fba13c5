using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Publishing;

public class MessageExpiryTests(RunningBroker broker) : BrokerTest(broker)
{
    private const string HundredSeconds = "02 00 00 00 64";

    [Fact, Clause("MQTT-3.3.2-6")]
    public async Task What_is_left_of_it_is_forwarded()
    {
        var id = await AbsentSubscriberAsync();
        await (await ConnectAsync()).PublishAsync(Topic, "x", QualityOfService.AtLeastOnce, properties: HundredSeconds);

        await Broker.PassAsync(seconds: 40);

        var message = await (await ConnectAsync(clientId: id, with: c => c with { CleanStart = false })).NextMessageAsync();
        message.Expiry.Should().BeInRange(55, 60);
    }

    [Fact, Clause("MQTT-3.3.2-5")]
    public async Task A_message_that_waits_longer_is_not_delivered()
    {
        var id = await AbsentSubscriberAsync();
        var publisher = await ConnectAsync();
        await publisher.PublishAsync(Topic, "short", QualityOfService.AtLeastOnce, properties: HundredSeconds);
        await publisher.PublishAsync(Topic, "for ever", QualityOfService.AtLeastOnce);

        await Broker.PassAsync(seconds: 101);

        (await (await ConnectAsync(clientId: id, with: c => c with { CleanStart = false })).NextMessageAsync()).Payload.Should().Be("for ever");
    }

    [Fact]
    public async Task A_retained_message_counts_down_and_is_gone_when_it_is_over()
    {
        await (await ConnectAsync()).PublishAsync(Topic, "x", retain: true, properties: HundredSeconds);

        await Broker.PassAsync(seconds: 40);
        (await (await SubscriberAsync(Topic)).NextMessageAsync()).Expiry.Should().BeInRange(55, 60);

        await Broker.PassAsync(seconds: 61);
        await (await SubscriberAsync(Topic)).PingAsync();
    }

    private async Task<string> AbsentSubscriberAsync()
    {
        var subscriber = await ConnectAsync(with: c => c with { SessionExpiryInterval = 10_000 });
        await subscriber.SubscribeAsync(Topic, QualityOfService.AtLeastOnce);
        await subscriber.SendAsync("E0 00");
        await subscriber.ExpectClosedAsync();
        return subscriber.ClientId;
    }
}
