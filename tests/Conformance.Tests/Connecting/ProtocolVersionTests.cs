using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Connecting;

public class ProtocolVersionTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory, Clause("MQTT-3.1.2-2")]
    [InlineData("10 0D 00 04 'MQTT' 03 02 00 3C 00 01 'a'", "20 02 00 01")]
    [InlineData("10 0F 00 06 'MQIsdp' 04 02 00 3C 00 01 'a'", "20 02 00 01")]
    [InlineData("10 0D 00 04 'MQTT' 00 02 00 3C 00 01 'a'", "20 02 00 01")]
    public async Task A_level_below_5_that_is_not_served_is_answered_as_3_1_1_does(string connect, string answer)
    {
        var client = await OpenAsync();
        client.Version = ProtocolVersion.V311;

        await client.SendAsync(connect);

        var last = (await client.ExpectClosedAsync()).Should().ContainSingle().Subject;
        last.Body.Should().Equal(Hex.Bytes(answer)[2..]);
    }

    [Fact, Clause("MQTT-3.1.2-2")]
    public async Task A_level_above_5_is_answered_as_5_0_does()
    {
        var client = await OpenAsync();

        await client.SendAsync("10 0E 00 04 'MQTT' 06 02 00 3C 00 00 01 'a'");

        (await client.ExpectClosedAsync()).Should().ContainSingle().Which.Reason.Should().Be(ReasonCode.UnsupportedProtocolVersion);
    }

    [Fact]
    public async Task Version_3_1_is_served_whole()
    {
        var subscriber = await ConnectAsync(ProtocolVersion.V310);
        var publisher = await ConnectAsync(ProtocolVersion.V310);
        await subscriber.SubscribeAsync(Topic, QualityOfService.ExactlyOnce);

        await publisher.PublishAsync(Topic, "0");
        await publisher.PublishAsync(Topic, "1", QualityOfService.AtLeastOnce);
        await publisher.PublishAsync(Topic, "2", QualityOfService.ExactlyOnce);

        foreach (var qos in (QualityOfService[])[0, QualityOfService.AtLeastOnce, QualityOfService.ExactlyOnce])
        {
            (await subscriber.NextMessageAsync()).Qos.Should().Be(qos);
        }

        await subscriber.UnsubscribeAsync(Topic);
        await subscriber.PingAsync();
        await subscriber.SendAsync(new DisconnectPacket());
        (await subscriber.ExpectClosedAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Clients_of_all_versions_hear_each_other()
    {
        ProtocolVersion[] versions = [ProtocolVersion.V310, ProtocolVersion.V311, ProtocolVersion.V500];
        var clients = new List<WireClient>();
        foreach (var version in versions)
        {
            clients.Add(await SubscriberAsync(Topic, QualityOfService.AtLeastOnce, version));
        }

        foreach (var version in versions)
        {
            await (await ConnectAsync(version)).PublishAsync(Topic, version.ToString(), QualityOfService.AtLeastOnce);
            foreach (var client in clients)
            {
                (await client.NextMessageAsync()).Payload.Should().Be(version.ToString());
            }
        }
    }
}
