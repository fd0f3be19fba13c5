using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Messaging;

public class RetainedMessagesTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoFact]
    public async Task The_last_retained_message_of_a_topic_awaits_who_subscribes_later()
    {
        var server = await StartServerAsync("--open", "127.0.0.1:0");
        foreach (var payload in new[] { "first", "second" })
        {
            (await Mosquitto.PublishAsync(server.OpenPort, login: null, "site/mode", payload, "5", 1, "-r")).Done();
        }

        var late = await SubscribeAsync(server.OpenPort, login: null, "site/#");
        (await Mosquitto.PublishAsync(server.OpenPort, login: null, "site/mode", "live")).Done();

        (await late.ReceiveAsync(2)).Should().Equal(new Received("site/mode", "second", 1, Retain: true), new Received("site/mode", "live", 1, Retain: false));
    }

    [MosquittoFact]
    public async Task An_empty_retained_message_takes_it_away()
    {
        var server = await StartServerAsync("--open", "127.0.0.1:0");
        (await Mosquitto.PublishAsync(server.OpenPort, login: null, "site/mode", "first", "311", 1, "-r")).Done();
        (await Mosquitto.PublishAsync(server.OpenPort, login: null, "site/mode", "", "311", 1, "-r")).Done();

        var late = await SubscribeAsync(server.OpenPort, login: null, "site/#");
        (await Mosquitto.PublishAsync(server.OpenPort, login: null, "site/mode", "live")).Done();

        (await late.ReceiveAsync(1)).Should().ContainSingle().Which.Payload.Should().Be("live");
    }

    [MosquittoFact]
    public async Task Retained_native_signals_reach_a_core_processor_that_comes_later()
    {
        var server = await StartServerAsync();
        var device = await server.AddDeviceAsync("acme/plc-1");
        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Signals, """{"productive":1}""", "5", 1, "-r")).Done();

        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+");

        var received = (await core.ReceiveAsync(1)).Should().ContainSingle().Subject;
        received.ShouldBe(device.Signals, """{"productive":1}""");
        received.Retain.Should().BeTrue();
    }
}
