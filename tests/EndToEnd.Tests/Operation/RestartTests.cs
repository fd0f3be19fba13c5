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

    [MosquittoFact]
    public async Task After_kill_9_the_will_of_a_client_that_does_not_come_back_is_published()
    {
        var first = await StartServerAsync();
        var device = await first.AddDeviceAsync("acme/plc-1");
        var other = await first.AddDeviceAsync("acme/plc-2");
        var core = await first.AddServiceAsync("core", "core");
        string[] will = ["--will-payload", """{"productive":0}""", "--will-qos", "1", "--will-topic"];
        var lost = await SubscribeAsync(first.MqttPort, device, device.Signals, [.. will, device.Signals]);
        var kept = await SubscribeAsync(first.MqttPort, other, other.Signals, [.. will, other.Signals]);
        (await Mosquitto.PublishAsync(first.MqttPort, device, device.Signals, """{"productive":1}""")).Done(); // stored, and with it the wills before it
        await first.Run.SignalAsync("KILL");
        await first.Run.EndAsync();
        await lost.DisposeAsync();
        await kept.DisposeAsync();

        var second = await StartServerAsync("--limit", "willGraceAfterRestart=2s");
        var watcher = await SubscribeAsync(second.MqttPort, core, "busroot/v1/+/+");

        (await watcher.ReceiveAsync(2)).Should().OnlyContain(message => message.Payload == """{"productive":0}""")
            .And.Subject.Select(message => message.Topic).Should().BeEquivalentTo(device.Signals, other.Signals);
    }

    [MosquittoTheory]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task Buffered_mode_keeps_its_promise_when_the_program_ends(string signal)
    {
        const int Messages = 50;
        var first = await StartServerAsync("--persistence", "buffered", "--rules", Repository.Rules);
        var device = await first.AddDeviceAsync("acme/opta-1");
        var core = await first.AddServiceAsync("core", "core");
        (await Mosquitto.SubscribeAsync(first.MqttPort, core, "busroot/v1/+/+", "311", "-c", "-i", "core/main", "-q", "1", "-E")).Done();

        (await Mosquitto.PublishLinesAsync(first.MqttPort, device, device.Raw, Enumerable.Range(1, Messages).Select(i => $$"""{"c1":{{i}}}"""))).Done();
        await first.Run.SignalAsync(signal);
        await first.Run.EndAsync();

        var second = await StartServerAsync("--persistence", "buffered", "--rules", Repository.Rules);
        (await second.GetAsync("/health/ready")).Should().Be((200, "ready (persistence is buffered)\n"));
        var back = await SubscribeAsync(second.MqttPort, core, "busroot/v1/+/+", "-V", "311", "-c", "-i", "core/main");
        (await back.ReceiveAsync(Messages)).Select(message => message.Payload).Should().Equal(
            Enumerable.Range(1, Messages).Select(i => $$"""{"production_complete_good":{{i}}}"""));
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
