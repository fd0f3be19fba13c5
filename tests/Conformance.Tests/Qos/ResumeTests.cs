using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Qos;

public class ResumeTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory, Clause("MQTT-4.4.0-1"), Clause("MQTT-3.3.1-1"), Clause("MQTT-4.6.0-1")]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V500)]
    public async Task What_was_in_flight_is_sent_again_with_its_identifiers_in_its_order_and_only_on_reconnect(ProtocolVersion version)
    {
        var first = await ConnectAsync(version, with: Lasting);
        await first.SubscribeAsync(Topic, QualityOfService.ExactlyOnce);
        var publisher = await ConnectAsync();
        await publisher.PublishAsync(Topic, "one", QualityOfService.AtLeastOnce);
        await publisher.PublishAsync(Topic, "two", QualityOfService.ExactlyOnce);
        await publisher.PublishAsync(Topic, "released", QualityOfService.ExactlyOnce);
        await publisher.PublishAsync(Topic, "settled", QualityOfService.AtLeastOnce);
        var one = await first.NextAsync(PacketType.Publish);
        var two = await first.NextAsync(PacketType.Publish);
        var released = await first.NextAsync(PacketType.Publish);
        await first.SendAsync(new PubAckPacket((await first.NextAsync(PacketType.Publish)).PacketId));
        await first.SendAsync(new PubRecPacket(released.PacketId));
        await first.NextAsync(PacketType.PubRel);

        await Broker.PassAsync(seconds: 300);
        await first.PingAsync(); // nothing is sent again while the connection lives
        first.Reset();

        var again = await ConnectAsync(version, first.ClientId, Lasting);
        (await again.NextAsync(PacketType.Publish)).Should().BeEquivalentTo(new { Payload = "one", one.PacketId, Dup = true, Qos = QualityOfService.AtLeastOnce });
        (await again.NextAsync(PacketType.Publish)).Should().BeEquivalentTo(new { Payload = "two", two.PacketId, Dup = true, Qos = QualityOfService.ExactlyOnce });
        (await again.NextAsync(PacketType.PubRel)).PacketId.Should().Be(released.PacketId);
        await again.PingAsync();
    }

    [Fact]
    public async Task A_clean_start_forgets_what_was_in_flight()
    {
        var first = await ConnectAsync(with: Lasting);
        await first.SubscribeAsync(Topic, QualityOfService.AtLeastOnce);
        await (await ConnectAsync()).PublishAsync(Topic, "x", QualityOfService.AtLeastOnce);
        await first.NextAsync(PacketType.Publish);
        first.Reset();

        await (await ConnectAsync(clientId: first.ClientId)).PingAsync();
    }

    [Fact, Clause("MQTT-2.2.1-4")]
    public async Task An_identifier_in_flight_is_not_given_to_another_message()
    {
        var subscriber = await ConnectAsync();
        await subscriber.SubscribeAsync(Topic, QualityOfService.AtLeastOnce);
        var publisher = await ConnectAsync();
        await publisher.PublishAsync(Topic, "kept", QualityOfService.AtLeastOnce);
        var kept = (await subscriber.NextAsync(PacketType.Publish)).PacketId;

        for (var round = 0; round < 70; round++)
        {
            for (var i = 1; i <= 100; i++)
            {
                await publisher.SendPublishAsync(Topic, "x", QualityOfService.AtLeastOnce, (ushort)i);
            }

            for (var i = 1; i <= 100; i++)
            {
                await publisher.NextAsync(PacketType.PubAck);
                (await subscriber.NextMessageAsync()).PacketId.Should().NotBe(kept).And.NotBe(0);
            }
        }
    }

    private static ConnectPacket Lasting(ConnectPacket packet) =>
        packet.Version == ProtocolVersion.V500 ? packet with { CleanStart = false, SessionExpiryInterval = 10_000 } : packet with { CleanStart = false };
}
