using Busroot.Broker.Identity;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests.Qos;

public class AcknowledgementOrderTests(RunningBroker broker) : BrokerTest(broker)
{
    [Theory, Clause("MQTT-4.6.0-2"), Clause("MQTT-4.6.0-3"), Clause("MQTT-4.6.0-4")]
    [InlineData(ProtocolVersion.V311)]
    [InlineData(ProtocolVersion.V500)]
    public async Task Readings_that_are_stored_and_messages_that_are_not_are_answered_in_the_order_they_came(ProtocolVersion version)
    {
        var client = await ConnectAsync(version);

        for (ushort i = 1; i <= 100; i++)
        {
            // Every third is a reading, which is answered when it is on disk; the others could be answered at once.
            var topic = i % 3 == 0 ? "busroot/v1/dau/acme/order-1" : Topic;
            await client.SendPublishAsync(topic, "{}", i % 2 == 0 ? QualityOfService.AtLeastOnce : QualityOfService.ExactlyOnce, i);
        }

        for (ushort i = 1; i <= 100; i++)
        {
            var answer = await client.NextAsync(i % 2 == 0 ? PacketType.PubAck : PacketType.PubRec);
            answer.PacketId.Should().Be(i);
        }

        for (ushort i = 1; i < 100; i += 2)
        {
            await client.SendAsync(new PubRelPacket(i));
        }

        for (ushort i = 1; i < 100; i += 2)
        {
            (await client.NextAsync(PacketType.PubComp)).PacketId.Should().Be(i);
        }
    }

    [Fact]
    public async Task A_device_publishes_and_is_answered()
    {
        var id = DeviceId.Parse($"acme/{Topic}");
        var token = (await Broker.Registrar.AddAsync(new DeviceRecord(id, default, []), CancellationToken.None))!.Reveal();
        var device = await OpenWithLoginAsync();
        var login = await device.ConnectAsync(clientId: $"{id}/x", with: c => c with { UserName = id.ToString(), Password = System.Text.Encoding.UTF8.GetBytes(token) });
        login.Reason.Should().Be(ReasonCode.Success);

        await device.PublishAsync($"busroot/v1/dau/{id}", "{}", QualityOfService.AtLeastOnce);
        await device.PublishAsync($"busroot/v1/dau/{id}", "{}", QualityOfService.ExactlyOnce);
    }
}
