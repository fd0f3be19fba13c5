using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Qos;

public class ReceiveMaximumTests(RunningBroker broker) : BrokerTest(broker)
{
    [Fact, Clause("MQTT-3.3.4-7"), Clause("MQTT-3.3.4-8")]
    public async Task A_client_that_exceeds_the_brokers_is_disconnected()
    {
        var client = await ConnectAsync();
        for (var i = 1; i <= Broker.Limits.ReceiveMaximum; i++)
        {
            await client.SendPublishAsync(Topic, "x", QualityOfService.ExactlyOnce, (ushort)i);
            await client.NextAsync(PacketType.PubRec);
        }

        await client.PingAsync();
        await client.SendPublishAsync(Topic, "x", QualityOfService.ExactlyOnce, packetId: 60_000);

        await client.ExpectDisconnectAsync(ReasonCode.ReceiveMaximumExceeded);
    }

    [Theory, Clause("MQTT-3.3.4-9"), Clause("MQTT-4.9.0-1"), Clause("MQTT-4.9.0-2")]
    [InlineData(QualityOfService.AtLeastOnce)]
    [InlineData(QualityOfService.ExactlyOnce)]
    public async Task The_clients_own_is_never_exceeded_and_QoS_0_does_not_count(QualityOfService qos)
    {
        var subscriber = await ConnectAsync(with: c => c with { ReceiveMaximum = 3 });
        await subscriber.SubscribeAsync($"{Topic}/#", qos);
        var publisher = await ConnectAsync();
        for (var i = 1; i <= 6; i++)
        {
            await publisher.PublishAsync($"{Topic}/a", $"{i}", qos);
        }

        await publisher.PublishAsync($"{Topic}/0", "0");

        var inFlight = new List<ushort>();
        for (var i = 1; i <= 3; i++)
        {
            inFlight.Add((await subscriber.NextAsync(PacketType.Publish)).PacketId);
        }

        (await subscriber.NextAsync(PacketType.Publish)).Payload.Should().Be("0");
        await subscriber.PingAsync();

        await SettleAsync(subscriber, qos, inFlight[1]);
        (await subscriber.NextAsync(PacketType.Publish)).Payload.Should().Be("4");
        await subscriber.PingAsync();
    }

    [Fact, Clause("MQTT-4.4.0-1"), Clause("MQTT-3.3.4-9")]
    public async Task A_resumed_session_respects_the_new_one_when_it_sends_again()
    {
        var first = await ConnectAsync(with: c => c with { SessionExpiryInterval = 60 });
        await first.SubscribeAsync(Topic, QualityOfService.AtLeastOnce);
        var publisher = await ConnectAsync();
        for (var i = 1; i <= 5; i++)
        {
            await publisher.PublishAsync(Topic, $"{i}", QualityOfService.AtLeastOnce);
            await first.NextAsync(PacketType.Publish);
        }

        first.Reset();
        var again = await ConnectAsync(clientId: first.ClientId, with: c => c with { CleanStart = false, SessionExpiryInterval = 60, ReceiveMaximum = 2 });
        await publisher.PublishAsync(Topic, "6", QualityOfService.AtLeastOnce);

        var one = await again.NextAsync(PacketType.Publish);
        await again.NextAsync(PacketType.Publish);
        await again.PingAsync();
        await again.SendAsync(new PubAckPacket(one.PacketId));
        (await again.NextMessageAsync()).Should().BeEquivalentTo(new { Payload = "3", Dup = true });
        (await again.NextMessageAsync()).Payload.Should().Be("4");
        (await again.NextMessageAsync()).Payload.Should().Be("5");
        (await again.NextMessageAsync()).Should().BeEquivalentTo(new { Payload = "6", Dup = false });
    }

    private static async Task SettleAsync(WireClient client, QualityOfService qos, ushort packetId)
    {
        if (qos == QualityOfService.AtLeastOnce)
        {
            await client.SendAsync(new PubAckPacket(packetId));
            return;
        }

        await client.SendAsync(new PubRecPacket(packetId));
        await client.NextAsync(PacketType.PubRel);
        await client.SendAsync(new PubCompPacket(packetId));
    }
}
