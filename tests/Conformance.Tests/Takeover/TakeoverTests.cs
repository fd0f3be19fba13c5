using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Takeover;

public class TakeoverTests(RunningBroker broker) : BrokerTest(broker)
{
    private readonly string _id = WireClient.NewId();

    [Theory, Clause("MQTT-3.1.4-3")]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V500)]
    public async Task The_old_connection_is_told_and_really_closed(ProtocolVersion version)
    {
        var old = await ConnectAsync(version, _id);

        await ConnectAsync(version, _id);

        await old.ExpectDisconnectAsync(ReasonCode.SessionTakenOver);
    }

    [Fact]
    public async Task The_old_will_is_published_unless_the_session_goes_on_before_its_delay()
    {
        var watcher = await SubscriberAsync(Topic);
        await ConnectAsync(clientId: _id, with: WithWill(delay: 0));

        await ConnectAsync(clientId: _id, with: WithWill(delay: 100));
        (await watcher.NextMessageAsync()).Payload.Should().Be("gone");

        await ConnectAsync(clientId: _id, with: c => c with { CleanStart = false, SessionExpiryInterval = 1000 });
        await watcher.PingAsync();
    }

    [Fact, Clause("MQTT-3.1.3-9")]
    public async Task A_delayed_will_is_published_at_once_when_a_clean_start_ends_the_session()
    {
        var watcher = await SubscriberAsync(Topic);
        await ConnectAsync(clientId: _id, with: WithWill(delay: 100));

        await ConnectAsync(clientId: _id);

        (await watcher.NextMessageAsync()).Payload.Should().Be("gone");
    }

    [Fact]
    public async Task Nothing_is_accepted_from_the_old_connection_after_the_new_one_is_answered()
    {
        var watcher = await SubscriberAsync(Topic);
        for (var round = 0; round < 50; round++)
        {
            var old = await ConnectAsync(clientId: _id);
            var taker = await OpenAsync();
            var sending = SendUntilClosedAsync(old);
            await taker.ConnectAsync(clientId: _id);

            // What the watcher has before this marker was taken before the answer; nothing of the old connection may follow it.
            await taker.PublishAsync(Topic, "marker");
            while ((await watcher.NextMessageAsync()).Payload != "marker")
            {
            }

            await sending;
            await watcher.PingAsync();
        }
    }

    private async Task SendUntilClosedAsync(WireClient client)
    {
        try
        {
            for (var i = 0; i < 1000; i++)
            {
                await client.SendPublishAsync(Topic, "old");
            }
        }
        catch (System.Net.Sockets.SocketException)
        {
            // closed by the broker, as it must be
        }
    }

    private Func<ConnectPacket, ConnectPacket> WithWill(uint delay) => packet => packet with
    {
        SessionExpiryInterval = 1000,
        Will = new Will { Topic = System.Text.Encoding.UTF8.GetBytes(Topic), Payload = "gone"u8.ToArray(), DelayInterval = delay },
    };
}
