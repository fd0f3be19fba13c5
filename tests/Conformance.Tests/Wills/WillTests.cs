using System.Text;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Wills;

public class WillTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory, Clause("MQTT-3.1.2-8"), Clause("MQTT-3.1.2-10"), Clause("MQTT-3.14.4-3"), Clause("MQTT-3.1.2-14"), Clause("MQTT-3.1.2-15")]
    [InlineData("E0 00", false)]
    [InlineData("E0 02 00 00", false)]
    [InlineData("E0 02 04 00", true)] // asks for it
    [InlineData("E0 02 80 00", true)] // any error
    [InlineData("E0 02 8E 00", true)]
    [InlineData("E1 00", true)] // malformed
    [InlineData("30 00", true)] // malformed
    [InlineData("reset", true)]
    [InlineData("close", true)]
    public async Task It_is_published_at_every_end_but_a_goodbye(string end, bool published)
    {
        var watcher = await SubscriberAsync(Topic, QualityOfService.ExactlyOnce);
        var client = await ConnectAsync(with: WithWill());

        await EndAsync(client, end);

        if (published)
        {
            (await watcher.NextMessageAsync()).Should().BeEquivalentTo(new { Payload = "gone", Qos = QualityOfService.AtLeastOnce, Retain = false });
        }

        await watcher.PingAsync();
    }

    [Fact, Clause("MQTT-3.1.2-22")]
    public async Task It_is_published_when_the_keep_alive_passes()
    {
        var watcher = await SubscriberAsync(Topic, QualityOfService.AtLeastOnce);
        await ConnectAsync(with: c => WithWill()(c) with { KeepAlive = 10 });

        await Broker.PassAsync(seconds: 16);

        (await watcher.NextMessageAsync()).Payload.Should().Be("gone");
    }

    [Fact]
    public async Task It_may_be_retained()
    {
        var watcher = await SubscriberAsync(Topic);
        var client = await ConnectAsync(with: c => c with { Will = WithWill()(c).Will! with { Retain = true } });
        client.Reset();
        await watcher.NextMessageAsync();

        (await (await SubscriberAsync(Topic)).NextMessageAsync()).Should().BeEquivalentTo(new { Payload = "gone", Retain = true });
    }

    [Theory, Clause("MQTT-3.1.3-9")]
    [InlineData(50u, 100u, 51, true)] // the delay
    [InlineData(50u, 100u, 40, false)]
    [InlineData(100u, 50u, 51, true)] // the end of the session comes first
    [InlineData(50u, 0u, 0, true)]
    public async Task Its_delay_counts_from_the_loss_and_ends_with_the_session(uint delay, uint expiry, int passed, bool published)
    {
        var watcher = await SubscriberAsync(Topic, QualityOfService.AtLeastOnce);
        var client = await ConnectAsync(with: WithWill(delay, expiry));
        await EndAsync(client, "E0 02 04 00");
        await client.ExpectClosedAsync();

        await Broker.PassAsync(seconds: passed);

        if (published)
        {
            await watcher.NextMessageAsync();
        }

        await watcher.PingAsync();
    }

    [Fact, Clause("MQTT-3.1.3-9")]
    public async Task A_return_before_the_delay_cancels_it()
    {
        var watcher = await SubscriberAsync(Topic);
        var client = await ConnectAsync(with: WithWill(delay: 50, expiry: 1000));
        client.Reset();
        await Broker.PassAsync(seconds: 10);

        await ConnectAsync(clientId: client.ClientId, with: c => c with { CleanStart = false, SessionExpiryInterval = 1000 });
        await Broker.PassAsync(seconds: 100);

        await watcher.PingAsync();
    }

    [Fact]
    public async Task Its_properties_are_forwarded()
    {
        var watcher = await SubscriberAsync(Topic);
        var client = await ConnectAsync(with: c => c with { Will = WithWill()(c).Will! with { MessageExpiryInterval = 500, Properties = Hex.Bytes("03 00 04 'text'") } });

        client.Reset();

        var message = await watcher.NextMessageAsync();
        message.Expiry.Should().Be(500);
        message.Body.Should().Contain(Hex.Bytes("03 00 04 'text'"));
    }

    private static async Task EndAsync(WireClient client, string end)
    {
        switch (end)
        {
            case "reset":
                client.Reset();
                break;
            case "close":
                await client.DisposeAsync();
                break;
            default:
                await client.SendAsync(end);
                await client.ExpectClosedAsync();
                break;
        }
    }

    private Func<ConnectPacket, ConnectPacket> WithWill(uint delay = 0, uint expiry = 0) => packet => packet with
    {
        SessionExpiryInterval = expiry,
        Will = new Will { Topic = Encoding.UTF8.GetBytes(Topic), Payload = "gone"u8.ToArray(), Qos = QualityOfService.AtLeastOnce, DelayInterval = delay },
    };
}
