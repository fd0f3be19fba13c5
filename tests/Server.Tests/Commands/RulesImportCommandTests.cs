using System.Text.Json;

namespace Busroot.Server.Tests.Commands;

public sealed class RulesImportCommandTests : IDisposable
{
    private const string Flows = """
        [{"id":"t","type":"tab","label":"Line 1"},
         {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"json","wires":[["c"]]},
         {"id":"n","type":"inject","z":"t","name":"running","props":[{"p":"payload"}],"payload":"{\"kWh1\":12.5}","payloadType":"json","wires":[["c"]]},
         {"id":"c","type":"change","z":"t","rules":[{"t":"move","p":"payload.kWh1","pt":"msg","to":"payload.electrical_kwh","tot":"msg"}],"wires":[["o"]]},
         {"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Flows_become_rule_folders_whose_examples_pass()
    {
        var run = await Import(Flows);

        run.ExitCode.Should().Be(0, run.Output + run.Error);
        run.Output.Should().Contain("runs      change (c, ").And.Contain("kind script, devices acme/*, 1 example").And.Contain("1 rules written. Nodes: 4 run, 0 run with a change, 0 cannot, 1 not needed.");
        run.Output.Should().NotContain("\e");
        (await CommandRun.Of("rules", "test", _directory.Rules)).Output.Should().Contain("ok      acme/line-1: running").And.Contain("1 example of 1 rule passed, 0 problems.");
        File.ReadAllText(Path.Combine(_directory.Rules, "acme", "line-1", "examples.json")).Should().Contain("\"electrical_kwh\": 12.5");
    }

    [Fact]
    public async Task A_node_that_cannot_run_is_named_with_its_place_and_fails()
    {
        var run = await Import(Flows.Replace("\"type\":\"change\"", "\"type\":\"exec\"", StringComparison.Ordinal));

        run.ExitCode.Should().Be(1);
        run.Output.Should().Contain("cannot    exec (c, ").And.Contain("flows.json:4): rules start no programs");
    }

    [Fact]
    public async Task A_folder_that_is_there_is_kept_unless_forced()
    {
        await Import(Flows);
        var script = Path.Combine(_directory.Rules, "acme", "line-1", "rule.js");
        File.WriteAllText(script, "// mine");

        var run = await Import(Flows);

        run.ExitCode.Should().Be(1);
        run.Output.Should().Contain("is there already and was left as it is; --force replaces it");
        File.ReadAllText(script).Should().Be("// mine");
        (await Import(Flows, "--force")).ExitCode.Should().Be(0);
        File.ReadAllText(script).Should().Contain("electrical_kwh");
    }

    [Fact]
    public async Task Programs_get_the_report_as_JSON()
    {
        var run = await Import(Flows, "--json");

        using var report = JsonDocument.Parse(run.Output);
        report.RootElement.GetProperty("rules")[0].GetProperty("devices").GetString().Should().Be("acme/*");
        report.RootElement.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("verdict").GetString()).Should().Equal("not needed", "runs", "runs", "runs", "runs");
        report.RootElement.GetProperty("problems").GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("{", 1, "flows.json:1:")]
    [InlineData("[]", 0, "0 rules written")]
    public async Task What_is_no_flow_is_told(string flows, int exitCode, string message)
    {
        var run = await Import(flows);

        run.ExitCode.Should().Be(exitCode);
        run.Output.Should().Contain(message);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told()
    {
        var run = await CommandRun.Of("rules", "import", Path.Combine(_directory.Rules, "none.json"), "--out", _directory.Rules);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("none.json cannot be read");
    }

    private async Task<CommandRun> Import(string flows, params string[] more)
    {
        var file = Path.Combine(Path.GetDirectoryName(_directory.Rules)!, "flows.json");
        File.WriteAllText(file, flows);
        return await CommandRun.Of(["rules", "import", file, "--out", Path.Combine(_directory.Rules, "acme"), .. more]);
    }
}
