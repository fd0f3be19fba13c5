using Busroot.Broker.Limits;
using Busroot.Mqtt;

namespace Busroot.Conformance.Tests.Security;

/// <summary>A subscriber that does not keep up costs a bounded amount of memory and nobody else's time.</summary>
public class S16SlowConsumerTests() : LimitedBrokerTest(new BrokerLimits { MaximumQueuedMessages = 100, MaximumQueuedBytes = 1024 * 1024 })
{
    [Fact]
    public async Task When_its_queue_is_full_it_is_disconnected_and_what_was_queued_is_kept()
    {
        await using var slow = await WireClient.OpenAsync(Broker.Open);
        await slow.ConnectAsync(clientId: "slow", with: c => c with { ReceiveMaximum = 1, SessionExpiryInterval = 1000 });
        await slow.SubscribeAsync("a", QualityOfService.AtLeastOnce);
        await using var publisher = await WireClient.OpenAsync(Broker.Open);
        await publisher.ConnectAsync();

        for (var i = 0; i < 110; i++)
        {
            await publisher.PublishAsync("a", $"{i}", QualityOfService.AtLeastOnce);
        }

        var last = await slow.ExpectClosedAsync();
        last[^1].Reason.Should().Be(ReasonCode.QuotaExceeded);
        Broker.Count("queueOverflows").Should().BePositive();
        await using var again = await WireClient.OpenAsync(Broker.Open);
        await again.ConnectAsync(clientId: "slow", with: c => c with { CleanStart = false });
        for (var i = 0; i <= 100; i++)
        {
            (await again.NextMessageAsync()).Payload.Should().Be($"{i}");
        }
    }

    [Fact]
    public async Task Many_that_are_full_at_once_and_have_wills_for_each_other_end_without_a_fall()
    {
        var clients = new List<WireClient>();
        for (var i = 0; i < 150; i++)
        {
            var client = await WireClient.OpenAsync(Broker.Open);
            var will = new Mqtt.Packets.Will { Topic = "chain"u8.ToArray(), Payload = new byte[20_000], Qos = QualityOfService.AtLeastOnce };
            await client.ConnectAsync(with: c => c with { ReceiveMaximum = 1, Will = will });
            await client.SubscribeAsync("chain", QualityOfService.AtLeastOnce);
            clients.Add(client);
        }

        await using var publisher = await WireClient.OpenAsync(Broker.Open);
        await publisher.ConnectAsync();
        var before = Broker.Count("connections");
        for (var i = 0; i < 110; i++)
        {
            await publisher.PublishAsync("chain", "x", QualityOfService.AtLeastOnce);
        }

        await Eventually.TrueAsync(() => Broker.Count("connections") <= before - 150);
        await publisher.PingAsync();
        clients.ForEach(client => client.Dispose());
    }
}
