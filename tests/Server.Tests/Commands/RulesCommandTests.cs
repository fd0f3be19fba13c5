namespace Busroot.Server.Tests.Commands;

public sealed class RulesCommandTests : IDisposable
{
    private const string Rule = """{ "description": "d", "devices": ["*/x-*"], "payload": "json", "kind": "mapping", "mapping": { "rssi": "r" } }""";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_shipped_rules_pass_their_examples()
    {
        var run = await CommandRun.Of("rules", "test");

        run.ExitCode.Should().Be(0, run.Output);
        run.Output.Should().Contain("ok      arduino/opta-dau: ").And.MatchRegex(@"\d+ examples of \d+ rules passed, 0 problems\.");
    }

    [Fact]
    public async Task One_rule_can_be_named_by_id_or_by_folder()
    {
        (await CommandRun.Of("rules", "test", "arduino/opta-dau")).Output.Should().Contain("examples of 1 rule passed");
        Write("acme/x", Rule, """[ { "description": "works", "messages": [ { "payload": "{\"r\":-60}", "expect": [ { "signals": { "rssi": -60 } } ] } ] } ]""");

        (await CommandRun.Of("rules", "test", Path.Combine(_directory.Rules, "acme", "x"))).Output.Should().Contain("ok      acme/x: works");
    }

    [Fact]
    public async Task A_failing_example_shows_what_differs_and_fails()
    {
        Write("acme/x", Rule, """[ { "description": "wrong", "messages": [ { "payload": "{\"r\":-60}", "expect": [ { "signals": { "rssi": -61 } } ] } ] } ]""");

        var run = await CommandRun.Of("rules", "test", _directory.Rules);

        run.ExitCode.Should().Be(1);
        run.Output.Should().Contain("FAILED  acme/x: wrong").And.Contain("-61").And.Contain("-60").And.Contain("0 examples of 1 rule passed, 1 problem.");
    }

    [Fact]
    public async Task Check_lists_every_problem_where_it_is()
    {
        Write("acme/x", Rule.Replace("\"rssi\"", "\"rsi\"", StringComparison.Ordinal), "[]");
        Write("acme/y", "{", "[]");

        var run = await CommandRun.Of("rules", "check", _directory.Rules);

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex(@"acme/x/rule\.json:1:\d+: .*rsi").And.MatchRegex(@"acme/y/rule\.json:\d+:\d+: ");
    }

    [Fact]
    public async Task A_name_that_is_nothing_is_said()
    {
        var run = await CommandRun.Of("rules", "check", "no/such/thing");

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("'no/such/thing' is no rules directory");
    }

    private void Write(string id, string rule, string examples)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_directory.Rules, id)).FullName;
        File.WriteAllText(Path.Combine(folder, "rule.json"), rule);
        File.WriteAllText(Path.Combine(folder, "examples.json"), examples);
    }
}
