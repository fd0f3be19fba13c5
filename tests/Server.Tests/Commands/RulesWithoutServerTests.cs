using Busroot.Server.Rules;
using Busroot.Server.Tests.Hosting;
using Busroot.Server.Tests.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace Busroot.Server.Tests.Commands;

/// <summary>What commands about rules do on the data directory of a server that is stopped.</summary>
public sealed class RulesWithoutServerTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private RunningServer _server = null!;

    private string Elsewhere => Path.Combine(_directory.Parent, "elsewhere");

    public async Task InitializeAsync()
    {
        Write(_directory.Rules, marker: 1);
        _server = await RunningServer.StartWholeAsync(_directory.Rules);
        await _server.StopAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task What_would_go_live_is_listed_and_nothing_does()
    {
        (await _server.RunAsync("rules", "list")).Output.Should().MatchRegex(@"acme/a +mapping +[0-9a-f]{12} +1 +\d{4}-");
        Write(_directory.Rules, marker: 2);

        (await _server.RunAsync("rules", "list")).Output.Should().MatchRegex("acme/a +mapping +[0-9a-f]{12} +- +when it starts");
        foreach (var command in new[] { "list", "revisions acme/a", "diff acme/a 1 1" })
        {
            (await _server.RunAsync(["rules", .. command.Split(' ')])).ExitCode.Should().Be(0, command);
        }

        (await _server.JsonAsync("rules", "revisions", "acme/a")).GetArrayLength().Should().Be(1);
        await _server.RestartAsync();
        (await _server.JsonAsync("rules", "revisions", "acme/a")).GetArrayLength().Should().Be(2);
    }

    [Fact]
    public async Task The_rules_are_those_the_server_read_and_a_look_at_others_is_said_and_leaves_no_trace()
    {
        Write(Elsewhere, marker: 9);

        (await _server.RunAsync("rules", "list")).Error.Trim().Should().Be($"No server runs; this is about the rules in {_directory.Rules}.");
        (await _server.RunAsync("rules", "list", "--rules", Elsewhere + "/")).Error.Trim()
            .Should().Be($"No server runs; this is about the rules in {Elsewhere}. The last server read those in {_directory.Rules}.");

        File.WriteAllText(Path.Combine(_directory.Rules, "acme/a/rule.json"), "{");
        await _server.RestartAsync();
        _server.Host.Services.GetRequiredService<LiveRules>().Current.Find("acme/a")!.Description.Should().Be("gives 1");
    }

    [Fact]
    public async Task What_keeps_a_folder_from_taking_effect_is_listed()
    {
        File.WriteAllText(Path.Combine(_directory.Rules, "acme/a/rule.json"), "{");

        var list = await _server.RunAsync("rules", "list");

        list.ExitCode.Should().Be(1);
        list.Output.Should().MatchRegex("acme/a +mapping +[0-9a-f]{12} +1 ").And.Contain("acme/a/rule.json:1:");
    }

    [Fact]
    public async Task A_rollback_changes_the_folder_and_takes_effect_when_the_server_starts()
    {
        Write(_directory.Rules, marker: 2);

        var rollback = await _server.RunAsync("rules", "rollback", "acme/a", "1");

        rollback.ExitCode.Should().Be(0, rollback.Error);
        rollback.Output.Trim().Should().Be("The files of revision 1 are back in the folder of acme/a, but not in force: no server runs; what is in the folder takes effect when one starts.");
        File.ReadAllText(Path.Combine(_directory.Rules, "acme/a/rule.json")).Should().Be(RulesOnDisk.RuleJson(1));
        (await _server.RunAsync("rules", "revisions", "acme/a")).Output.Should().MatchRegex("2 .*kept before a rollback, never live").And.MatchRegex("1 .* live");
        await _server.RestartAsync();
        _server.Host.Services.GetRequiredService<LiveRules>().Standing("acme/a")!.Live!.Number.Should().Be(1);
    }

    private static void Write(string rules, int marker)
    {
        var folder = Directory.CreateDirectory(Path.Combine(rules, "acme", "a")).FullName;
        File.WriteAllText(Path.Combine(folder, "rule.json"), RulesOnDisk.RuleJson(marker));
        File.WriteAllText(Path.Combine(folder, "examples.json"), RulesOnDisk.Example(marker));
    }
}
