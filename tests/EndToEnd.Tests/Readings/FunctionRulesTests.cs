using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Readings;

/// <summary>Node-RED functions that go on by themselves: timers, and bodies that await something.</summary>
public class FunctionRulesTests(ITestOutputHelper output) : ServerTest(output)
{
    private const string AwaitsForLong = "await promisify(setTimeout)(50000);\nreturn { payload: { rssi: -1 } };";

    [MosquittoFact]
    public async Task A_watchdog_says_that_a_machine_stands_still_when_no_reading_has_come_for_a_while()
    {
        WriteRule("""
            clearTimeout(context.get('watchdog'));
            context.set('watchdog', setTimeout(() => node.send({ payload: { productive: 0 } }), 200));
            return { payload: { productive: 1 } };
            """);
        var (server, device, core) = await StartAsync();

        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, "1")).Done();

        (await core.ReceiveAsync(2)).Select(message => (message.Topic, message.Payload)).Should().Equal(
            (device.Signals, """{"productive":1}"""), (device.Signals, """{"productive":0}"""));
        var history = await HistoryAsync(server);
        history.Select(frame => frame.GetProperty("outcome").GetString()).Should().Equal("produced", "produced");
    }

    [MosquittoFact]
    public async Task Readings_of_a_body_that_awaits_are_acknowledged_with_their_signals_stored_one_after_the_other()
    {
        WriteRule("await promisify(setTimeout)(20);\nreturn { payload: { production_count_good: msg.payload } };");
        var (server, device, core) = await StartAsync();

        (await Mosquitto.PublishLinesAsync(server.MqttPort, device, device.Raw, ["1", "2", "3", "4", "5"])).Done(); // ends when the last is acknowledged

        (await HistoryAsync(server)).Select(frame => (frame.GetProperty("payload").GetString(), frame.GetProperty("outcome").GetString()))
            .Should().Equal(("5", "produced"), ("4", "produced"), ("3", "produced"), ("2", "produced"), ("1", "produced"));
        (await core.ReceiveAsync(5)).Select(message => message.Payload).Should().Equal(Enumerable.Range(1, 5).Select(n => $$"""{"production_count_good":{{n}}}"""));
    }

    [MosquittoFact]
    public async Task Readings_that_wait_while_their_rule_is_edited_run_with_the_edited_one_in_order()
    {
        WriteRule(AwaitsForLong);
        var (server, device, core) = await StartAsync();
        var raw = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("watcher", "integrator", "acme"), device.Raw);
        var publishing = Mosquitto.PublishLinesAsync(server.MqttPort, device, device.Raw, ["1", "2", "3"]);
        await raw.ReceiveAsync(3);

        WriteRule("return { payload: { production_count_good: msg.payload } };");

        (await publishing).Done();
        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, "4")).Done();
        (await core.ReceiveAsync(4)).Select(message => message.Payload).Should().Equal(Enumerable.Range(1, 4).Select(n => $$"""{"production_count_good":{{n}}}"""));
        (await HistoryAsync(server)).Should().HaveCount(4);
    }

    [MosquittoFact]
    public async Task A_reading_that_fails_after_an_await_is_in_quarantine_and_gives_its_signals_when_the_rule_is_mended()
    {
        WriteRule("await promisify(setTimeout)(20);\nthrow new Error('not yet');");
        var (server, device, core) = await StartAsync();
        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, """{"c":7}""")).Done();

        var entry = (await server.QuarantineAsync()).Should().ContainSingle().Subject;
        entry.GetProperty("payload").GetString().Should().Be("""{"c":7}""");
        entry.GetProperty("message").GetString().Should().Contain("rule.js:2:").And.Contain("not yet");
        entry.GetProperty("clientId").GetString().Should().StartWith("acme/press-1/");

        WriteRule("await promisify(setTimeout)(20);\nreturn { payload: { production_count_good: msg.payload.c } };");
        await Deadline.PollAsync(
            async () => (await server.CommandAsync("quarantine", "replay", "--all")).Done().Output.Contains("1 gave signals", StringComparison.Ordinal) ? "done" : null, "the rule to be mended");

        (await core.ReceiveAsync(1)).Should().ContainSingle().Which.ShouldBe(device.Signals, """{"production_count_good":7}""");
        (await server.CommandAsync("quarantine", "replay", "--all")).Done().Output.Should().Contain("Nothing to run again");
    }

    [MosquittoFact]
    public async Task A_device_that_is_removed_while_its_function_awaits_leaves_its_readings_in_the_history()
    {
        WriteRule(AwaitsForLong);
        var (server, device, _) = await StartAsync();
        var raw = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("watcher", "integrator", "acme"), device.Raw);
        var publishing = Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, "1");
        await raw.ReceiveAsync(1);

        (await server.CommandAsync("devices", "remove", "acme/press-1")).Done();

        await publishing;
        var frame = await Deadline.PollAsync(async () => (await HistoryAsync(server)) is [var only] ? only.ToString() : null, "the frame in the history");
        frame.Should().Contain("\"unmapped\"");
    }

    private void WriteRule(string body)
    {
        Directory.Write("rules/test/press/rule.json", """{ "description": "a function", "devices": ["acme/press-*"], "kind": "function" }""");
        Directory.Write("rules/test/press/rule.js", body);
    }

    private async Task<(BusrootServer Server, Login Device, Subscriber Core)> StartAsync()
    {
        var server = await StartServerAsync("--rules", Directory.In("rules"));
        var device = await server.AddDeviceAsync("acme/press-1");
        return (server, device, await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+"));
    }

    private static async Task<System.Text.Json.JsonElement[]> HistoryAsync(BusrootServer server) =>
        [.. (await server.CommandAsync("history", "acme/press-1", "--json")).Done().Json.EnumerateArray()];
}
