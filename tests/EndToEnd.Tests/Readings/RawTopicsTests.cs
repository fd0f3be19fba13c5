using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Readings;

/// <summary>Every raw topic that devices in the field use leads to the same signals topic.</summary>
public class RawTopicsTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoTheory]
    [InlineData("busroot/v1/dau/acme/tasmota-1")]
    [InlineData("busroot/v2/dau/acme/tasmota-1")]
    [InlineData("busroot/v1/dau/acme/tasmota-1/tele/SENSOR")]
    [InlineData("busroot/v2/dau/acme/tasmota-1/tele/SENSOR")]
    public async Task A_reading_becomes_signals(string topic)
    {
        var server = await StartServerAsync("--rules", Repository.Rules);
        var device = await server.AddDeviceAsync("acme/tasmota-1");
        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+");

        (await Mosquitto.PublishAsync(server.MqttPort, device, topic, """{"Time":"2018-02-15T17:37:10","ENERGY":{"Total":6.294,"Power":2635}}""")).Done();

        (await core.ReceiveAsync(1)).Should().ContainSingle().Which.ShouldBe("busroot/v1/acme/tasmota-1", """{"electrical_kwh":6.294}""");
    }
}
