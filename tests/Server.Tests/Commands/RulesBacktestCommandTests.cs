using System.Net;
using System.Text;
using Busroot.Server.Tests.Hosting;

namespace Busroot.Server.Tests.Commands;

public sealed class RulesBacktestCommandTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _edited = new();
    private RunningServer _server = null!;

    private string Folder => Path.Combine(_edited.Rules, "test", "count");

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartWithRulesAsync(TestRules.Count);
        await _server.RunAsync("devices", "add", "acme/count-1");
        await _server.PublishAsync("acme/count-1", """{"n":5}""", """{"m":9,"n":6}""", "{}", "n7");
        Write("n");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _edited.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rule_that_would_do_the_same_ends_in_one_line_and_success(bool running)
    {
        await LetRunAsync(running);

        var run = await BacktestAsync();

        run.Output.Should().MatchRegex(@"^test/count@[0-9a-f]{12}: 4 readings of acme/count-1, 4 equal, 0 different, 0 would fail\.\s$");
        run.ExitCode.Should().Be(0, run.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rule_that_would_do_otherwise_shows_how_and_fails(bool running)
    {
        Write("m");
        await LetRunAsync(running);

        var run = await BacktestAsync();

        run.ExitCode.Should().Be(1);
        run.Output.ReplaceLineEndings("\n").Should().MatchRegex(string.Join('\n',
            @"^#1  \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ  \{""n"":5\}",
            @"  was       \{""production_count_good"":5\}",
            @"  would be  nothing \(no signal in this payload\)",
            @"#2  .*Z  \{""m"":9,""n"":6\}",
            @"  was       \{""production_count_good"":6\}",
            @"  would be  \{""production_count_good"":9\}",
            @"test/count@[0-9a-f]{12}: 4 readings of acme/count-1, 2 equal, 2 different, 0 would fail\.\n$"));
    }

    [Fact]
    public async Task Programs_get_the_same_as_json()
    {
        Write("m");

        var run = await BacktestAsync("--json");

        run.Output.Should().MatchRegex("""
            ^\{"revision":"[0-9a-f]{12}","readings":4,"equal":2,"different":2,"failed":0,"more":false,"differences":\[\{"sequence":1,"at":"[^"]+","payload":"\{\\"n\\":5\}","was":"\{\\"production_count_good\\":5\}","would":"nothing
            """);
        run.ExitCode.Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_to_compare_is_said_and_is_no_success(bool running)
    {
        await _server.RunAsync("devices", "add", "acme/count-2");
        await LetRunAsync(running);

        var never = await _server.RunAsync("rules", "backtest", Folder, "--device", "acme/count-2", "--since", "7d");
        var notYet = await BacktestAsync("--since", "2099-01-01");

        never.Output.Should().MatchRegex("^Nothing to compare: no raw reading of acme/count-2 since .*Z is in the history.*--since");
        never.ExitCode.Should().Be(1);
        notYet.Output.Should().StartWith("Nothing to compare: no raw reading of acme/count-1 since 2099-01-01 00:00:00Z");
    }

    [Fact]
    public async Task What_is_left_out_is_said()
    {
        Write("m");

        var limited = await BacktestAsync("--limit", "1", "--since", "2026-01-01T00:00Z");
        await _server.PublishAsync("acme/count-1", [.. Enumerable.Range(1, 30).Select(n => $$"""{"n":{{n}}}""")]);
        var many = await BacktestAsync();

        limited.Output.Should().Contain("1 reading of acme/count-1").And.Contain("There are more: these are the first 1 since 2026-01-01 00:00:00Z; --limit takes more.");
        many.Output.Should().Contain("... and 12 more.").And.NotContain("There are more");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_not_known_is_said(bool running)
    {
        await LetRunAsync(running);

        (await _server.RunAsync("rules", "backtest", Folder, "--device", "acme/nobody")).Should().Match<CommandRun>(run => run.ExitCode == 1 && run.Error.Contains("There is no device acme/nobody."));
        (await _server.RunAsync("rules", "backtest", Folder, "--device", "nobody")).ExitCode.Should().Be(1);
        (await _server.RunAsync("rules", "backtest", "acme/none", "--device", "acme/count-1")).Error.Should().Contain("'acme/none' is no folder of a rule, and no rule in ");
        (await BacktestAsync("--since", "yesterday")).Should().Match<CommandRun>(run => run.ExitCode == 2 && run.Error.Contains("'yesterday' is no time"));
        (await BacktestAsync("--limit", "0")).Error.Should().Contain("1 to 100000 readings");
        File.WriteAllText(Path.Combine(Folder, "rule.json"), """{ "description": "x", "payload": "jsn", "kind": "mapping", "maping": {} }""");
        (await BacktestAsync()).Should().Match<CommandRun>(run => run.ExitCode == 1 && run.Error.Contains("test/count/rule.json:1:") && run.Error.Contains("did you mean \"mapping\""));
    }

    [Fact]
    public async Task Examples_do_not_travel_so_that_large_ones_do_no_harm()
    {
        File.WriteAllText(Path.Combine(Folder, "examples.json"), $"[] {new string(' ', 900_000)}");
        File.WriteAllText(Path.Combine(Folder, "examples.vendor.json"), $"[] {new string(' ', 900_000)}");

        (await BacktestAsync()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Without_a_server_no_rule_goes_live_by_it()
    {
        Write("m");
        await _server.StopAsync();

        await BacktestAsync();

        await _server.RestartAsync();
        (await _server.JsonAsync("rules", "list"))[0].GetProperty("number").GetInt64().Should().Be(1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"rule":"a/b","files":null,"device":null}""")]
    [InlineData("""{"rule":"a/b","files":[null],"device":"acme/count-1"}""")]
    [InlineData("""{"rule":"a/b","files":[{"name":"rule.json"}],"device":"acme/count-1"}""")]
    [InlineData("""{"rule":"a/b","files":[{"name":"rule.json","bytes":"e30="},{"name":"rule.json","bytes":""}],"device":"acme/count-1"}""")]
    [InlineData("""{"rule":"a/b","files":[{"name":"rule.json","bytes":"%"}],"device":"acme/count-1"}""")]
    public async Task The_api_refuses_what_is_no_request(string body)
    {
        using var client = _server.AdminClient();

        using var response = await client.PostAsync("/api/v1/rules/backtest", new StringContent(body, Encoding.UTF8, "application/json"));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest, await response.Content.ReadAsStringAsync());
    }

    private Task LetRunAsync(bool running) => running ? Task.CompletedTask : _server.StopAsync();

    private Task<CommandRun> BacktestAsync(params string[] options) => _server.RunAsync(["rules", "backtest", Folder, "--device", "acme/count-1", .. options]);

    private void Write(string path)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "rule.json"), TestRules.Count.Text.Replace("\"n\"", $"\"{path}\"", StringComparison.Ordinal));
    }
}
