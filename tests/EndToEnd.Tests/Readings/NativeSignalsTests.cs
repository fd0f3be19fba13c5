using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Readings;

/// <summary>Devices that speak Busroot themselves are checked, not transformed.</summary>
public class NativeSignalsTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoFact]
    public async Task Valid_signals_pass()
    {
        var server = await StartServerAsync();
        var device = await server.AddDeviceAsync("acme/plc-1", stations: ["ST-01"]);
        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+", "-t", "busroot/v2/+/signals/+");

        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Signals, """{"production_complete":3,"productive":true,"rssi":-61}""")).Done();
        (await Mosquitto.PublishAsync(server.MqttPort, device, "busroot/v2/acme/signals/ST-01", """{"electrical_kwh":15774.45}""")).Done();

        var received = await core.ReceiveAsync(2);
        received.Should().HaveCount(2);
        received[0].ShouldBe(device.Signals, """{"production_complete_good":3,"productive":1,"rssi":-61}""", "aliases and booleans are written as the contract has them");
        received[1].ShouldBe("busroot/v2/acme/signals/ST-01", """{"electrical_kwh":15774.45}""");
    }

    [MosquittoTheory]
    [InlineData("""{"line_speed":12}""", "UnknownSignal")]
    [InlineData("""{"production_complete_good":-1}""", "InvalidValue")]
    [InlineData("""{"rssi":"-61"}""", "InvalidValue")]
    [InlineData("not json", "InvalidPayload")]
    public async Task Invalid_signals_are_refused_and_kept_in_quarantine(string payload, string fault)
    {
        var server = await StartServerAsync();
        var device = await server.AddDeviceAsync("acme/plc-1");
        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+");

        var told = await Mosquitto.PublishAsync(server.MqttPort, device, device.Signals, payload, "5");
        var untold = await Mosquitto.PublishAsync(server.MqttPort, device, device.Signals, payload, "311");
        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Signals, """{"rssi":-99}""")).Done();

        told.Text.Should().Contain("received PUBACK (Mid: 1, RC:153)", "0x99 is Payload format invalid");
        untold.Text.Should().Contain("received PUBACK (Mid: 1, RC:0)", "MQTT 3.1.1 knows no other answer");
        (await core.ReceiveAsync(1)).Should().ContainSingle("the core processor gets valid signals only").Which.ShouldBe(device.Signals, """{"rssi":-99}""");
        var kept = await server.QuarantineAsync();
        kept.Should().HaveCount(2).And.OnlyContain(entry =>
            entry.GetProperty("payload").GetString() == payload && entry.GetProperty("fault").GetString() == fault && entry.GetProperty("topic").GetString() == device.Signals);
    }

    [MosquittoFact]
    public async Task A_last_will_with_signals_is_checked_like_any_other_message()
    {
        var server = await StartServerAsync();
        var device = await server.AddDeviceAsync("acme/plc-1");
        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+");
        foreach (var will in new[] { "offline", """{"productive":0}""" })
        {
            await using var dying = await Subscriber.StartAsync(server.MqttPort, device, device.Raw, "--will-topic", device.Signals, "--will-payload", will);
            await dying.DisposeAsync(); // killed: no DISCONNECT
        }

        var received = await core.ReceiveAsync(1);
        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Signals, """{"rssi":-99}""")).Done();

        received = await core.ReceiveAsync(received.Count + 1);
        received.Should().HaveCount(2, "the invalid will is no signal, and the valid one is published once");
        received[0].ShouldBe(device.Signals, """{"productive":0}""");
        received[1].ShouldBe(device.Signals, """{"rssi":-99}""");
        (await server.QuarantineAsync()).Should().ContainSingle().Which.GetProperty("payload").GetString().Should().Be("offline");
    }
}
