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

    [MosquittoTheory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task Signals_of_acknowledged_readings_wait_for_an_absent_core_processor_across_the_end(string signal)
    {
        const int Readings = 50;
        var first = await StartServerAsync("--rules", Repository.Rules);
        var device = await first.AddDeviceAsync("acme/opta-1");
        var core = await first.AddServiceAsync("core", "core");
        (await Mosquitto.SubscribeAsync(first.MqttPort, core, "busroot/v1/+/+", "311", "-c", "-i", "core/main", "-q", "1", "-E")).Done();

        (await Mosquitto.PublishLinesAsync(first.MqttPort, device, device.Raw, Enumerable.Range(1, Readings).Select(i => $$"""{"c1":{{i}}}"""))).Done();
        await first.Run.SignalAsync(signal);
        await first.Run.EndAsync();

        var second = await StartServerAsync("--rules", Repository.Rules);
        var back = await SubscribeAsync(second.MqttPort, core, "busroot/v1/+/+", "-V", "311", "-c", "-i", "core/main");
        (await back.ReceiveAsync(Readings)).Select(message => message.Payload).Should().Equal(
            Enumerable.Range(1, Readings).Select(i => $$"""{"production_complete_good":{{i}}}"""));
    }

    [MosquittoTheory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task Retained_messages_outlive_the_server(string signal)
    {
        var first = await StartServerAsync();
        var device = await first.AddDeviceAsync("acme/plc-1");
        var core = await first.AddServiceAsync("core", "core");
        (await Mosquitto.PublishAsync(first.MqttPort, device, device.Signals, """{"productive":1}""", "5", 1, "-r")).Done();
        await first.Run.SignalAsync(signal);
        await first.Run.EndAsync();

        var second = await StartServerAsync();
        var late = await SubscribeAsync(second.MqttPort, core, "busroot/v1/+/+");

        (await late.ReceiveAsync(1)).Should().ContainSingle().Which.ShouldBe(device.Signals, """{"productive":1}""");
    }
}
