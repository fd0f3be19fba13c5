using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Operation;

/// <summary>What was promised before an end holds after it, however sudden the end was.</summary>
public class RestartTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoFact]
    public async Task Devices_and_their_tokens_outlive_the_server()
    {
        var first = await StartServerAsync("--rules", Repository.Rules);
        var device = await first.AddDeviceAsync("acme/opta-1", new { goodInput = "c3" });
        var core = await first.AddServiceAsync("core", "core");
        await first.Run.SignalAsync("TERM");
        (await first.Run.EndAsync()).Done();

        var second = await StartServerAsync("--rules", Repository.Rules);
        var signals = await SubscribeAsync(second.MqttPort, core, "busroot/v1/+/+");
        (await Mosquitto.PublishAsync(second.MqttPort, device, device.Raw, """{"c1":1,"c3":3}""")).Done();

        (await signals.ReceiveAsync(1)).Should().ContainSingle().Which.ShouldBe(device.Signals, """{"production_complete_good":3}""");
    }

    [MosquittoFact]
    public async Task After_kill_9_every_acknowledged_reading_that_failed_is_in_quarantine()
    {
        const int Readings = 50;
        var first = await StartServerAsync("--rules", Repository.Rules);
        var device = await first.AddDeviceAsync("acme/opta-1");

        (await Mosquitto.PublishLinesAsync(first.MqttPort, device, device.Raw, Enumerable.Range(1, Readings).Select(i => $"broken {i}"))).Done();
        await first.Run.SignalAsync("KILL");
        await first.Run.EndAsync();

        var second = await StartServerAsync("--rules", Repository.Rules);
        var kept = (await second.CommandAsync("quarantine", "list", "--json", "--limit", "1000")).Done().Json.EnumerateArray();
        kept.Select(entry => entry.GetProperty("payload").GetString()).Should().BeEquivalentTo(Enumerable.Range(1, Readings).Select(i => $"broken {i}"));
    }
}
