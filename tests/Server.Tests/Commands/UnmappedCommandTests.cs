using Busroot.Server.Tests.Hosting;

namespace Busroot.Server.Tests.Commands;

public sealed class UnmappedCommandTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartWithRulesAsync(TestRules.Count);
        await _server.RunAsync("devices", "add", "acme/new-1");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_device_without_a_rule_is_listed_with_an_example()
    {
        await _server.PublishAsync("acme/new-1", """{"n":1}""", """{"n":2}""");

        (await _server.RunAsync("unmapped")).Output.Should().MatchRegex(@"acme/new-1\s+2\s+.*utf8: \{""n"":1\}");
        var listed = await _server.JsonAsync("unmapped", "list");
        listed[0].GetProperty("frames").GetInt64().Should().Be(2);
        listed[0].GetProperty("topic").GetString().Should().Be("busroot/v1/dau/acme/new-1");
        (await _server.RunAsync("status")).Output.Should().MatchRegex(@"unmapped devices\s+1 ");
    }

    [Fact]
    public async Task What_it_sent_runs_once_it_has_a_rule_and_not_twice()
    {
        await _server.PublishAsync("acme/new-1", """{"n":1}""", "n2", """{"n":3}""");
        await _server.RunAsync("devices", "set", "acme/new-1", "--rule", "test/count");

        var first = await _server.RunAsync("unmapped", "replay", "acme/new-1");
        var second = await _server.RunAsync("unmapped", "replay", "acme/new-1");

        first.Output.Should().Contain("2 gave signals, 0 had nothing to say, 1 failed").And.Contain("busroot quarantine list");
        second.Output.Should().Contain("Nothing to run again");
        (await _server.RunAsync("unmapped")).Output.Should().Contain("Every device that sent something has a rule");
        (await _server.JsonAsync("quarantine", "list")).GetArrayLength().Should().Be(1, "what fails now is kept as if it had come now");
        var frames = await _server.JsonAsync("history", "acme/new-1");
        frames.EnumerateArray().Select(frame => frame.GetProperty("outcome").GetString())
            .Should().Equal("produced", "failed", "produced", "unmapped", "unmapped", "unmapped");
        frames[0].GetProperty("replayOf").GetInt64().Should().Be(3);
    }

    [Fact]
    public async Task Without_a_rule_still_nothing_changes_however_often_it_is_tried()
    {
        await _server.PublishAsync("acme/new-1", """{"n":1}""", """{"n":2}""");

        for (var i = 0; i < 2; i++)
        {
            var replay = await _server.RunAsync("unmapped", "replay", "acme/new-1");
            replay.Output.Should().Contain("2 without a rule").And.Contain("busroot devices set");
        }

        (await _server.JsonAsync("history", "acme/new-1")).GetArrayLength().Should().Be(2);
        await _server.RunAsync("devices", "set", "acme/new-1", "--rule", "test/count");
        (await _server.JsonAsync("unmapped", "replay", "acme/new-1")).GetProperty("produced").GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task Only_what_arrived_since_is_run_when_that_is_asked_for()
    {
        await _server.PublishAsync("acme/new-1", """{"n":1}""");
        await _server.RunAsync("devices", "set", "acme/new-1", "--rule", "test/count");

        (await _server.JsonAsync("unmapped", "replay", "acme/new-1", "--since", "2099-01-01")).GetProperty("produced").GetInt32().Should().Be(0);
        (await _server.JsonAsync("unmapped", "replay", "acme/new-1", "--since", "1h")).GetProperty("produced").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task It_needs_a_running_server_and_a_device_that_is_there()
    {
        (await _server.RunAsync("unmapped", "replay", "acme/nobody")).Error.Should().Contain("There is no device acme/nobody");
        await _server.PublishAsync("acme/new-1", """{"n":1}""");
        await _server.StopAsync();

        (await _server.RunAsync("unmapped")).Output.Should().Contain("acme/new-1");
        var replay = await _server.RunAsync("unmapped", "replay", "acme/new-1");
        replay.ExitCode.Should().Be(1);
        replay.Error.Should().Contain("busroot up");
    }
}
