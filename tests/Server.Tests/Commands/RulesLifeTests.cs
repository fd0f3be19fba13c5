using Busroot.Server.Rules;
using Busroot.Server.Tests.Hosting;
using Busroot.Server.Tests.Rules;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Busroot.Server.Tests.Commands;

public sealed class RulesLifeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public RulesLifeTests() => Write(marker: 1);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_running_server_lists_its_rules_shows_how_they_changed_and_rolls_back()
    {
        await using var server = await RunningServer.StartWholeAsync(_directory.Rules);
        var rules = server.Host.Services.GetRequiredService<LiveRules>();
        Write(marker: 2);
        rules.Look("ann");

        var list = await CommandRun.Of("rules", "list", "--data", server.Data);
        list.Output.Should().MatchRegex(@"acme/a +mapping +[0-9a-f]{12} +2 +\d{4}-").And.NotContain("examples.json");
        list.ExitCode.Should().Be(0, list.Error);

        var diff = await CommandRun.Of("rules", "diff", "acme/a", "--data", server.Data);
        diff.Output.Should().Contain("--- rule.json (revision 1").And.Contain("-{ \"description\": \"gives 1\"").And.Contain("+{ \"description\": \"gives 2\"");

        var rollback = await CommandRun.Of("rules", "rollback", "acme/a", "1", "--data", server.Data);
        rollback.Output.Should().StartWith("Rule acme/a is back at revision 1").And.Contain("live as number 3");
        rules.Current.Find("acme/a")!.Description.Should().Be("gives 1");
        File.ReadAllText(Path.Combine(_directory.Rules, "acme/a/rule.json")).Should().Be(RulesOnDisk.RuleJson(1));

        var revisions = await CommandRun.Of("rules", "revisions", "acme/a", "--data", server.Data);
        revisions.Output.Should().MatchRegex(@"3 +[0-9a-f]{12} .* local-admin +live").And.MatchRegex(@"\n2 +[0-9a-f]{12}");
    }

    [Fact]
    public async Task What_keeps_a_change_from_taking_effect_is_listed()
    {
        await using var server = await RunningServer.StartWholeAsync(_directory.Rules);
        File.WriteAllText(Path.Combine(_directory.Rules, "acme/a/rule.json"), "{");
        server.Host.Services.GetRequiredService<LiveRules>().Look("ann");

        var list = await CommandRun.Of("rules", "list", "--data", server.Data);

        list.ExitCode.Should().Be(1);
        list.Output.Should().MatchRegex("acme/a +mapping +[0-9a-f]{12} +1 ").And.Contain("acme/a/rule.json:1:");
    }

    [Fact]
    public async Task Devices_that_two_rules_contest_and_folders_that_cannot_be_read_are_listed()
    {
        Write(marker: 2, rule: "b");
        File.CreateSymbolicLink(Path.Combine(_directory.Rules, "share"), "/mnt/away");
        await using var server = await RunningServer.StartWholeAsync(_directory.Rules);

        var list = await CommandRun.Of("rules", "list", "--data", server.Data);

        list.ExitCode.Should().Be(1);
        list.Output.Should().MatchRegex("acme/b +mapping +[0-9a-f]{12} +1 .* 1\n").And.Contain("acme/b/rule.json:1:").And.Contain("devices that fit both get neither")
            .And.MatchRegex("share +- +- +- +- +0 +1\n").And.Contain("share: the link leads to /mnt/away");
        (await server.RunAsync("status")).Output.Should().Contain("2 problems; 'busroot rules list' lists them");
    }

    [Fact]
    public async Task A_rollback_that_does_not_take_effect_says_so()
    {
        await using var server = await RunningServer.StartWholeAsync(_directory.Rules);
        Write(marker: 2);
        server.Host.Services.GetRequiredService<LiveRules>().Look("ann");
        using var connection = new SqliteConnection($"Data Source={Path.Combine(server.Data, "busroot.db")};Pooling=False");
        connection.Open();
        using var refuse = connection.CreateCommand();
        refuse.CommandText = "CREATE TRIGGER refuse BEFORE INSERT ON rule_revision BEGIN SELECT raise(ABORT, 'no room'); END";
        refuse.ExecuteNonQuery();

        var rollback = await CommandRun.Of("rules", "rollback", "acme/a", "1", "--data", server.Data);

        rollback.ExitCode.Should().Be(1, rollback.Output + rollback.Error);
        rollback.Output.Should().Contain("no room").And.MatchRegex("The files of revision 1 are back in the folder of acme/a, but not in force: revision [0-9a-f]{12} stays in force until");
    }

    [Fact]
    public async Task A_revision_that_is_not_kept_is_said()
    {
        await using var server = await RunningServer.StartWholeAsync(_directory.Rules);

        (await CommandRun.Of("rules", "rollback", "acme/a", "7", "--data", server.Data)).Error.Should().Contain("Rule acme/a has no revision 7");
        (await CommandRun.Of("rules", "revisions", "acme/none", "--data", server.Data)).Error.Should().Contain("acme/none");
    }

    [Fact]
    public async Task A_payload_can_be_tried_without_a_server()
    {
        var folder = Path.Combine(_directory.Rules, "acme", "a");

        (await CommandRun.Of("rules", "try", folder, "{}")).Output.Trim().Should().Be("""{"rssi":-1}""");
        (await CommandRun.Of("rules", "try", folder, "--hex", "7b 7d")).Output.Trim().Should().Be("""{"rssi":-1}""");
        (await CommandRun.Of("rules", "try", folder, "--hex", "xx")).Error.Should().Contain("not hexadecimal");
        var failed = await CommandRun.Of("rules", "try", folder, "{ broken");
        failed.ExitCode.Should().Be(1);
        failed.Output.Should().Contain("failed (InvalidPayload)");
    }

    private void Write(int marker, string rule = "a")
    {
        var folder = Directory.CreateDirectory(Path.Combine(_directory.Rules, "acme", rule)).FullName;
        File.WriteAllText(Path.Combine(folder, "rule.json"), RulesOnDisk.RuleJson(marker));
        File.WriteAllText(Path.Combine(folder, "examples.json"), RulesOnDisk.Example(marker));
    }
}
