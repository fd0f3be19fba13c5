using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Access;

/// <summary>A device writes and reads its own topics and nobody else's.</summary>
public class TopicRightsTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoTheory]
    [InlineData("busroot/v1/dau/acme/opta-2")]
    [InlineData("busroot/v1/acme/opta-2")]
    [InlineData("busroot/v2/acme/signals/ST-01")]
    [InlineData("anything")]
    [InlineData("$SYS/mine")]
    public async Task A_foreign_topic_cannot_be_published_to(string topic)
    {
        var (server, device) = await StartAsync();
        var watcher = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("watcher", "admin"), "#", "-t", "$SYS/mine"); // "#" leaves out what begins with a dollar

        var told = await Mosquitto.PublishAsync(server.MqttPort, device, topic, """{"rssi":-70}""", "5");
        var untold = await Mosquitto.PublishAsync(server.MqttPort, device, topic, """{"rssi":-70}""", "311");
        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Signals, """{"rssi":-99}""")).Done();

        told.Text.Should().Contain("received PUBACK (Mid: 1, RC:135)", "0x87 is Not authorized");
        untold.Text.Should().Contain("received PUBACK (Mid: 1, RC:0)", "MQTT 3.1.1 knows no other answer");
        (await watcher.ReceiveAsync(1)).Should().ContainSingle().Which.Topic.Should().Be(device.Signals);
        server.Run.Error.Seen.Should().Contain(line => line.Contains(topic, StringComparison.Ordinal), "an operator has to see it");
    }

    [MosquittoTheory]
    [InlineData("busroot/v1/dau/acme/opta-2", "311", 0x80)]
    [InlineData("busroot/v1/dau/acme/opta-2", "5", 0x87)]
    [InlineData("busroot/v1/+/+", "311", 0x80)]
    [InlineData("busroot/v1/+/+", "5", 0x87)]
    [InlineData("#", "5", 0x87)]
    [InlineData("$share/g/#", "5", 0x87)]
    public async Task A_foreign_topic_cannot_be_subscribed_to(string filter, string version, int reason)
    {
        var (server, device) = await StartAsync();

        var answer = await Mosquitto.SubscribeAsync(server.MqttPort, device, filter, version);

        answer.Text.Should().Contain($"Subscribed (mid: 1): {reason}").And.Contain("All subscription requests were denied");
    }

    [MosquittoFact]
    public async Task Its_own_topics_it_may_follow()
    {
        var (server, device) = await StartAsync();

        var signals = await SubscribeAsync(server.MqttPort, device, device.Signals, "-t", $"{device.Raw}/#");
        (await Mosquitto.PublishAsync(server.MqttPort, device, $"{device.Raw}/commands", "restart")).Done();
        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Signals, """{"rssi":-70}""")).Done();

        (await signals.ReceiveAsync(2)).Select(message => message.Topic).Should().Equal($"{device.Raw}/commands", device.Signals);
    }

    private async Task<(BusrootServer Server, Login Device)> StartAsync()
    {
        var server = await StartServerAsync();
        await server.AddDeviceAsync("acme/opta-2");
        return (server, await server.AddDeviceAsync("acme/opta-1"));
    }
}
