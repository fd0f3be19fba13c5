using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Readings;

/// <summary>Readings arrive once and in order, at every quality of service.</summary>
public class QualityOfServiceTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoTheory]
    [InlineData(0, "311")]
    [InlineData(1, "311")]
    [InlineData(2, "311")]
    [InlineData(0, "5")]
    [InlineData(1, "5")]
    [InlineData(2, "5")]
    public async Task A_hundred_readings_become_a_hundred_signals_in_the_same_order(int qos, string version)
    {
        const int Readings = 100;
        var server = await StartServerAsync("--rules", Repository.Rules);
        var device = await server.AddDeviceAsync("acme/opta-1");
        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+");

        (await Mosquitto.PublishLinesAsync(server.MqttPort, device, device.Raw, Enumerable.Range(1, Readings).Select(i => $$"""{"c1":{{i}}}"""), version, qos)).Done();
        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Signals, """{"rssi":-99}""")).Done();

        var received = await core.ReceiveAsync(Readings + 1);
        received.Select(message => message.Payload).Should().Equal(
            Enumerable.Range(1, Readings).Select(i => $$"""{"production_complete_good":{{i}}}""").Append("""{"rssi":-99}"""));
        received.Should().OnlyContain(message => message.Qos == 1, "signals are published at QoS 1 whatever the device used");
    }
}
