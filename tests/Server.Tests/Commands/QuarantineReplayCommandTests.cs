using System.Text;
using Busroot.Server.Tests.Hosting;

namespace Busroot.Server.Tests.Commands;

public sealed class QuarantineReplayCommandTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartWithRulesAsync([TestRules.Count, .. TestRules.Lettered]);
        await _server.RunAsync("devices", "add", "acme/count-1");
        await _server.RunAsync("devices", "add", "acme/count-2");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Once_the_rule_is_mended_readings_give_signals_in_order_and_once()
    {
        await _server.PublishAsync("acme/count-1", "n1", "n2", "n3");
        await MendAsync("acme/count-1");

        var first = await _server.RunAsync("quarantine", "replay", "--device", "acme/count-1");
        var second = await _server.RunAsync("quarantine", "replay", "--device", "acme/count-1");

        first.Output.Should().Contain("3 gave signals, 0 had nothing to say, 0 failed");
        second.Output.Should().Contain("Nothing to run again");
        (await ProducedAsync("acme/count-1")).Should().Equal(1, 2, 3);
        (await _server.JsonAsync("quarantine", "list")).GetArrayLength().Should().Be(0);
        (await _server.RunAsync("quarantine", "list", "--all")).Output.Should().Contain("run again").And.Contain("by revision").And.Contain("and closed");
    }

    [Fact]
    public async Task What_fails_again_stays_with_its_new_failure()
    {
        await _server.PublishAsync("acme/count-1", "n1", "nothing");
        await MendAsync("acme/count-1");

        (await _server.JsonAsync("quarantine", "replay", "--all")).GetProperty("failed").GetInt32().Should().Be(1);

        var open = await _server.JsonAsync("quarantine", "list");
        open.GetArrayLength().Should().Be(1);
        open[0].GetProperty("attempts").GetInt32().Should().Be(1);
        open[0].GetProperty("rule").GetString().Should().Be("test/lettered");
    }

    [Theory]
    [InlineData("--id 2", 2)]
    [InlineData("--device acme/count-2", 3)]
    [InlineData("--device acme/count-1 --since 1h", 1, 2)]
    [InlineData("--fault InvalidPayload", 1, 2, 3)]
    [InlineData("--rule test/count", 1, 2, 3)]
    [InlineData("--since 2099-01-01")]
    [InlineData("--all", 1, 2, 3)]
    public async Task Only_what_is_selected_is_run(string selection, params int[] counts)
    {
        await _server.PublishAsync("acme/count-1", "n1", "n2");
        await _server.PublishAsync("acme/count-2", "n3");
        await MendAsync("acme/count-1");
        await MendAsync("acme/count-2");

        await _server.RunAsync(["quarantine", "replay", .. selection.Split(' ')]);

        ((int[])[.. await ProducedAsync("acme/count-1"), .. await ProducedAsync("acme/count-2")]).Should().Equal(counts);
    }

    [Theory]
    [InlineData("quarantine replay")]
    [InlineData("quarantine discard --reason done")]
    public async Task Nothing_selected_is_refused_instead_of_meaning_everything(string command)
    {
        await _server.PublishAsync("acme/count-1", "n1");

        var refused = await _server.RunAsync(command.Split(' '));

        refused.ExitCode.Should().Be(1);
        refused.Error.Should().Contain("all of them, with all");
        (await _server.JsonAsync("quarantine", "list")).GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task Discarded_readings_say_why_and_are_not_run_again()
    {
        await _server.PublishAsync("acme/count-1", "n1", "n2");

        (await _server.RunAsync("quarantine", "discard", "--id", "1", "--reason", "test bench")).Output.Should().Contain("1 discarded");
        (await _server.RunAsync("quarantine", "discard", "--id", "1", "--reason", "again")).Output.Should().Contain("No open reading");
        (await _server.RunAsync("quarantine", "discard", "--all", "--reason", " ")).Error.Should().Contain("Say why");
        await MendAsync("acme/count-1");
        await _server.RunAsync("quarantine", "replay", "--all");

        (await ProducedAsync("acme/count-1")).Should().Equal(2);
        (await _server.RunAsync("quarantine", "list", "--all")).Output.Should().MatchRegex("discarded .*: test bench");
    }

    [Fact]
    public async Task Discarding_works_without_a_server_and_replaying_says_that_it_needs_one()
    {
        await _server.PublishAsync("acme/count-1", "n1");
        await _server.StopAsync();

        (await _server.RunAsync("quarantine", "replay", "--all")).Error.Should().Contain("busroot up");
        (await _server.RunAsync("quarantine", "discard", "--all", "--reason", "done")).Output.Should().Contain("1 discarded");
    }

    [Fact]
    public async Task The_api_goes_on_where_it_was_and_does_not_chase_what_fails_meanwhile()
    {
        await _server.PublishAsync("acme/count-1", "n1", "n2", "n3");
        await MendAsync("acme/count-1");
        using var client = _server.AdminClient();

        (await PostAsync("""{"all":true,"next":"1-2"}""")).Should().Contain("\"produced\":1,");
        (await PostAsync("""{"all":true,"next":"somewhere"}""")).Should().Contain("\"next\"");
        (await PostAsync("""{}""")).Should().Contain("Say which readings");
        (await PostAsync("""{"devise":"acme/count-1"}""")).Should().Contain("devise");

        (await ProducedAsync("acme/count-1")).Should().Equal(2);

        async Task<string> PostAsync(string body)
        {
            using var response = await client.PostAsync("/api/v1/quarantine/replay", new StringContent(body, Encoding.UTF8, "application/json"));
            return await response.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Many_readings_are_run_in_their_order_however_many_pages_they_are()
    {
        await _server.PublishAsync("acme/count-1", [.. Enumerable.Range(1, 600).Select(n => $"n{n}")]);
        await MendAsync("acme/count-1");

        (await _server.JsonAsync("quarantine", "replay", "--all")).GetProperty("produced").GetInt32().Should().Be(600);

        (await ProducedAsync("acme/count-1")).Should().Equal(Enumerable.Range(1, 600));
    }

    private Task<CommandRun> MendAsync(string device) => _server.RunAsync("devices", "set", device, "--rule", "test/lettered");

    /// <summary>The counts that a device's readings gave, in the order they were stored and published.</summary>
    private async Task<IEnumerable<int>> ProducedAsync(string device) =>
        (await _server.JsonAsync("history", device, "--outcome", "produced", "--limit", "1000")).EnumerateArray().Reverse()
            .Select(frame => frame.GetProperty("signals")[0].GetProperty("values").GetProperty("production_count_good").GetInt32());
}
