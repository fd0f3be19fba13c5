using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Qos;

public class ExactlyOnceTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory, Clause("MQTT-4.3.3-10")]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V500)]
    public async Task A_publish_repeated_before_PUBREL_is_answered_again_and_delivered_once(ProtocolVersion version)
    {
        var subscriber = await SubscriberAsync(Topic, QualityOfService.ExactlyOnce);
        var publisher = await ConnectAsync(version);

        for (var i = 0; i < 3; i++)
        {
            await publisher.SendPublishAsync(Topic, "x", QualityOfService.ExactlyOnce, packetId: 5, dup: i > 0);
            (await publisher.NextAsync(PacketType.PubRec)).Should().BeEquivalentTo(new { PacketId = (ushort)5, Reason = ReasonCode.Success });
        }

        await publisher.SendAsync(new PubRelPacket(5));
        (await publisher.NextAsync(PacketType.PubComp)).Reason.Should().Be(ReasonCode.Success);
        await subscriber.NextMessageAsync();
        await subscriber.PingAsync();
    }

    [Fact, Clause("MQTT-4.3.3-12")]
    public async Task After_PUBREL_the_identifier_means_a_new_message()
    {
        var subscriber = await SubscriberAsync(Topic, QualityOfService.ExactlyOnce);
        var publisher = await ConnectAsync();
        foreach (var payload in (string[])["1", "2"])
        {
            await publisher.SendPublishAsync(Topic, payload, QualityOfService.ExactlyOnce, packetId: 5);
            await publisher.NextAsync(PacketType.PubRec);
            await publisher.SendAsync(new PubRelPacket(5));
            await publisher.NextAsync(PacketType.PubComp);
            (await subscriber.NextMessageAsync()).Payload.Should().Be(payload);
        }
    }

    [Fact, Clause("MQTT-4.3.3-10"), Clause("MQTT-4.1.0-1")]
    public async Task A_repetition_is_known_on_a_new_connection_of_the_session()
    {
        var subscriber = await SubscriberAsync(Topic, QualityOfService.ExactlyOnce);
        var publisher = await ConnectAsync(with: c => c with { SessionExpiryInterval = 60 });
        await publisher.SendPublishAsync(Topic, "x", QualityOfService.ExactlyOnce, packetId: 5);
        await publisher.NextAsync(PacketType.PubRec);
        publisher.Reset();

        var again = await ConnectAsync(clientId: publisher.ClientId, with: c => c with { CleanStart = false, SessionExpiryInterval = 60 });
        await again.SendPublishAsync(Topic, "x", QualityOfService.ExactlyOnce, packetId: 5, dup: true);

        (await again.NextAsync(PacketType.PubRec)).PacketId.Should().Be(5);
        await subscriber.NextMessageAsync();
        await subscriber.PingAsync();
    }

    [Theory, Clause("MQTT-4.3.3-4")]
    [InlineData(ReasonCode.UnspecifiedError)]
    [InlineData(ReasonCode.QuotaExceeded)]
    public async Task A_refusing_PUBREC_ends_the_exchange_and_frees_the_window(ReasonCode refusal)
    {
        var subscriber = await ConnectAsync(with: c => c with { ReceiveMaximum = 1 });
        await subscriber.SubscribeAsync(Topic, QualityOfService.ExactlyOnce);
        var publisher = await ConnectAsync();
        await publisher.PublishAsync(Topic, "1", QualityOfService.ExactlyOnce);
        await publisher.PublishAsync(Topic, "2", QualityOfService.ExactlyOnce);

        var first = await subscriber.NextAsync(PacketType.Publish);
        await subscriber.SendAsync(new PubRecPacket(first.PacketId, refusal));

        (await subscriber.NextAsync(PacketType.Publish)).Payload.Should().Be("2", "no PUBREL comes between");
    }

    [Theory]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V500)]
    public async Task PUBREL_for_an_unknown_identifier_is_completed(ProtocolVersion version)
    {
        var client = await ConnectAsync(version);

        await client.SendAsync(new PubRelPacket(77));

        (await client.NextAsync(PacketType.PubComp)).Reason.Should().Be(version == ProtocolVersion.V500 ? ReasonCode.PacketIdentifierNotFound : ReasonCode.Success);
        await client.PingAsync();
    }

    [Fact]
    public async Task Answers_to_nothing_do_no_harm()
    {
        var client = await ConnectAsync();

        await client.SendAsync(new PubAckPacket(77));
        await client.SendAsync(new PubCompPacket(77));
        await client.SendAsync(new PubRecPacket(77));

        (await client.NextAsync(PacketType.PubRel)).Reason.Should().Be(ReasonCode.PacketIdentifierNotFound);
        await client.PingAsync();
    }

    [Fact]
    public async Task PUBREC_for_a_QoS_1_message_does_not_settle_it()
    {
        var subscriber = await ConnectAsync(with: c => c with { ReceiveMaximum = 1 });
        await subscriber.SubscribeAsync(Topic, QualityOfService.AtLeastOnce);
        var publisher = await ConnectAsync();
        await publisher.PublishAsync(Topic, "1", QualityOfService.AtLeastOnce);
        await publisher.PublishAsync(Topic, "2", QualityOfService.AtLeastOnce);
        var first = await subscriber.NextAsync(PacketType.Publish);

        await subscriber.SendAsync(new PubRecPacket(first.PacketId));
        (await subscriber.NextAsync(PacketType.PubRel)).Reason.Should().Be(ReasonCode.PacketIdentifierNotFound);
        await subscriber.PingAsync();

        await subscriber.SendAsync(new PubAckPacket(first.PacketId));
        (await subscriber.NextMessageAsync()).Payload.Should().Be("2");
    }
}
