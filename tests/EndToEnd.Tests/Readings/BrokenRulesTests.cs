using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Readings;

/// <summary>A rule with a mistake is named with file, line and column, and hurts no other.</summary>
public class BrokenRulesTests(ITestOutputHelper output) : ServerTest(output)
{
    private const string Good = """{ "description": "works", "devices": ["*/good-*"], "payload": "json", "kind": "mapping", "mapping": { "rssi": "signal" } }""";

    private const string Broken = """
        {
          "description": "does not work",
          "devices": ["*/broken-*"],
          "payload": "json",
          "kind": "mapping",
          "mapping": { "no_such_signal": "a" }
        }
        """;

    [MosquittoFact]
    public async Task The_server_says_what_is_wrong_and_the_other_rules_work()
    {
        WriteRules();
        var server = await StartServerAsync("--rules", Directory.In("rules"));
        var device = await server.AddDeviceAsync("acme/good-1");
        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+");

        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, """{"signal":-70}""")).Done();

        (await core.ReceiveAsync(1)).Should().ContainSingle().Which.ShouldBe(device.Signals, """{"rssi":-70}""");
        server.Run.Error.Seen.Should().Contain(line => line.Contains("broken/rule.json:6:", StringComparison.Ordinal) && line.Contains("no_such_signal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_check_lists_the_problem_and_exits_with_1()
    {
        WriteRules();

        var check = await ProgramRun.RunAsync(Repository.Busroot, ["rules", "check", Directory.In("rules")]);

        check.ExitCode.Should().Be(1);
        check.Text.Should().MatchRegex(@"broken/rule\.json:6:\d+").And.Contain("no_such_signal");
    }

    [Fact]
    public async Task The_rules_of_this_repository_pass_their_examples()
    {
        var test = (await ProgramRun.RunAsync(Repository.Busroot, ["rules", "test", Repository.Rules])).Done();

        test.Output.Should().Contain("arduino/opta-dau").And.Contain(" 0 problems");
    }

    private void WriteRules()
    {
        Directory.Write("rules/test/good/rule.json", Good);
        Directory.Write("rules/test/broken/rule.json", Broken);
    }
}
