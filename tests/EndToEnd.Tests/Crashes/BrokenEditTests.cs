using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>A rule that worked goes on working, whatever is in its folder when the server comes back.</summary>
public class BrokenEditTests(ITestOutputHelper output) : ServerTest(output)
{
    private const string Rule = """{ "description": "works", "devices": ["*/good-*"], "payload": "json", "kind": "mapping", "mapping": { "rssi": "signal" } }""";

    [MosquittoFact]
    public async Task A_broken_edit_and_kill_9_leave_the_revision_that_worked()
    {
        Directory.Write("rules/test/good/rule.json", Rule);
        await using var crashing = new CrashingServer(Data, Directory.In("rules"));
        await crashing.StartAsync();
        var device = await crashing.Server.AddDeviceAsync("acme/good-1");
        var core = await crashing.Server.AddServiceAsync("core", "core");

        Directory.Write("rules/test/good/rule.json", "{ half of a fi");
        var run = crashing.Server.Run;
        await run.LineAsync(run.Error, line => line.Contains("A change of rule test/good does not take effect", StringComparison.Ordinal), "the line that tells of the broken edit");
        await crashing.KillAsync();
        await crashing.StartAsync();

        var signals = await SubscribeAsync(crashing.Server.MqttPort, core, "busroot/v1/+/+");
        (await Mosquitto.PublishAsync(crashing.Server.MqttPort, device, device.Raw, """{"signal":-70}""")).Done();
        (await signals.ReceiveAsync(1)).Should().ContainSingle().Which.ShouldBe(device.Signals, """{"rssi":-70}""");
        var list = await crashing.Server.CommandAsync("rules", "list");
        list.ExitCode.Should().Be(1, list.Text);
        list.Output.Should().MatchRegex("test/good +mapping +[0-9a-f]{12} +1 ").And.Contain("test/good/rule.json:1:");
    }

    [Fact]
    public async Task Without_a_server_commands_about_rules_say_what_a_damaged_log_has_lost()
    {
        Directory.Write("rules/test/good/rule.json", Rule);
        await using var crashing = new CrashingServer(Data, Directory.In("rules"));
        await crashing.StartAsync();
        await crashing.Server.AddDeviceAsync("acme/good-1");
        await crashing.KillAsync();
        using (var log = File.OpenWrite(Directory.In("data/busroot.db-wal")))
        {
            log.SetLength(log.Length - 100);
        }

        var list = await crashing.Server.CommandAsync("rules", "list");

        list.Error.Should().Contain("busroot.db-wal-damaged").And.Contain($"No server runs; this is about the rules in {Directory.In("rules")}.");
        list.Output.Should().MatchRegex("test/good +mapping +[0-9a-f]{12} +1 ");
    }
}
