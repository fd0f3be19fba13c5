using System.Net;
using System.Text;
using Busroot.Server.Hosting;
using Busroot.Server.Tests.Hosting;
using Busroot.Storage.Readings;

namespace Busroot.Server.Tests.Commands;

public sealed class StateCommandTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartWithRulesAsync(TestRules.Sum);
        await _server.RunAsync("devices", "add", "acme/sum-1");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_a_rule_remembers_is_shown_changed_and_forgotten_between_two_readings()
    {
        await _server.PublishAsync("acme/sum-1", """{"n":5}""", """{"n":2}""");
        (await _server.RunAsync("state", "get", "acme/sum-1")).Output.Should().Contain("""test/sum  {"total":7}""");

        (await _server.RunAsync("state", "set", "acme/sum-1", "test/sum", """{ "total": 100 }""")).ExitCode.Should().Be(0);
        await _server.PublishAsync("acme/sum-1", """{"n":1}""");
        (await TotalAsync()).Should().Be(101);

        (await _server.RunAsync("state", "reset", "acme/sum-1")).ExitCode.Should().Be(0);
        (await _server.RunAsync("state", "get", "acme/sum-1")).Output.Should().Contain("No rule remembers");
        await _server.PublishAsync("acme/sum-1", """{"n":1}""");
        (await TotalAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_change_survives_the_server_and_can_be_made_without_one()
    {
        await _server.RunAsync("state", "set", "acme/sum-1", "test/sum", """{"total":100}""");
        await _server.RunAsync("state", "set", "acme/sum-1", "test/other", """{"a":1}""");
        await _server.StopAsync();

        (await _server.JsonAsync("state", "get", "acme/sum-1"))[1].GetProperty("state").GetProperty("total").GetInt32().Should().Be(100);
        await _server.RunAsync("state", "set", "acme/sum-1", "test/sum", """{"total":200}""");
        await _server.RunAsync("state", "reset", "acme/sum-1", "test/other");
        await _server.RestartAsync();

        await _server.PublishAsync("acme/sum-1", """{"n":1}""");
        (await TotalAsync()).Should().Be(201);
        (await _server.JsonAsync("state", "get", "acme/sum-1")).GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_damaged_entry_is_shown_hurts_its_device_only_and_can_be_reset()
    {
        await _server.RunAsync("devices", "add", "acme/sum-2");
        await _server.StopAsync();
        using (var state = ServerState.Open(_server.Data))
        {
            var commit = new ReadingCommit();
            commit.States.Add(new RuleState("acme/sum-1", "test/sum", new byte[] { (byte)'{', 0xFF }));
            state.Readings.Store(commit);
        }

        (await _server.RunAsync("state", "get", "acme/sum-1")).Output.Should().Contain("CANNOT BE USED").And.Contain("base64: e/8=");
        await _server.RestartAsync();
        _server.Log.Should().Contain(line => line.StartsWith("Warning 4604", StringComparison.Ordinal) && line.Contains("acme/sum-1"));

        await _server.PublishAsync("acme/sum-1", """{"n":1}""");
        await _server.PublishAsync("acme/sum-2", """{"n":1}""");
        var failed = await _server.JsonAsync("quarantine", "list");
        failed.GetArrayLength().Should().Be(1);
        failed[0].GetProperty("fault").GetString().Should().Be("InvalidState");
        (await _server.JsonAsync("state", "get", "acme/sum-1"))[0].TryGetProperty("trouble", out _).Should().BeTrue();

        await _server.RunAsync("state", "reset", "acme/sum-1", "test/sum");
        (await _server.JsonAsync("quarantine", "replay", "--device", "acme/sum-1")).GetProperty("produced").GetInt32().Should().Be(1);
        (await TotalAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_device_that_was_disabled_goes_on_with_what_its_rule_remembers()
    {
        await _server.PublishAsync("acme/sum-1", """{"n":5}""");

        await _server.RunAsync("devices", "disable", "acme/sum-1");
        await _server.RunAsync("devices", "enable", "acme/sum-1");
        await _server.PublishAsync("acme/sum-1", """{"n":2}""");

        (await TotalAsync()).Should().Be(7);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_device_that_is_removed_takes_what_its_rule_remembers_with_it(bool hasSentSinceTheStart)
    {
        await _server.PublishAsync("acme/sum-1", """{"n":5}""");
        if (!hasSentSinceTheStart)
        {
            await _server.StopAsync();
            await _server.RestartAsync();
        }

        await _server.RunAsync("devices", "remove", "acme/sum-1");
        await _server.RunAsync("devices", "add", "acme/sum-1");
        (await _server.JsonAsync("state", "get", "acme/sum-1")).GetArrayLength().Should().Be(0);
        await _server.StopAsync();
        await _server.RestartAsync();
        await _server.PublishAsync("acme/sum-1", """{"n":2}""");

        (await TotalAsync()).Should().Be(2);
    }

    [Theory]
    [InlineData("[1]", "A state is a JSON object")]
    [InlineData("7", "A state is a JSON object")]
    [InlineData("{", "Not the JSON that is expected")]
    [InlineData("""{"a":1,"a":2}""", "A state is a JSON object")]
    public async Task What_is_no_state_is_refused(string json, string problem)
    {
        var refused = await _server.RunAsync("state", "set", "acme/sum-1", "test/sum", json);

        refused.ExitCode.Should().Be(1);
        refused.Error.Should().Contain(problem);
    }

    [Fact]
    public async Task Size_device_and_rule_are_checked()
    {
        (await Refused("set", "acme/sum-1", "test/sum", $$"""{"a":"{{new string('x', 65_536)}}"}""")).Should().Contain("at most 65536 bytes");
        (await Refused("set", "acme/nobody", "test/sum", "{}")).Should().Contain("no device acme/nobody");
        (await Refused("get", "acme/nobody")).Should().Contain("no device acme/nobody");
        (await Refused("set", "acme/sum-1", "a b", "{}")).Should().Contain("'a b' is no rule id");
        (await Refused("reset", "acme/sum-1", "test/none")).Should().Contain("no state of acme/sum-1 for rule test/none");

        async Task<string> Refused(params string[] args)
        {
            var run = await _server.RunAsync(["state", .. args]);
            run.ExitCode.Should().Be(1);
            return run.Error;
        }
    }

    [Fact]
    public async Task The_api_takes_the_rule_as_the_rest_of_the_address()
    {
        using var client = _server.AdminClient();

        using var put = await client.PutAsync("/api/v1/devices/acme/sum-1/state/test/sum", new StringContent("""{"total":3}""", Encoding.UTF8, "application/json"));
        put.StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await client.GetStringAsync("/api/v1/devices/acme/sum-1/state/test/sum")).Should().Contain("""{"rule":"test/sum","bytes":11,"state":{"total":3}}""");
        using var gone = await client.DeleteAsync("/api/v1/devices/acme/sum-1/state/test/sum");
        gone.StatusCode.Should().Be(HttpStatusCode.NoContent);
        using var none = await client.GetAsync("/api/v1/devices/acme/sum-1/state/test/sum");
        none.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await client.GetStringAsync("/api/v1/devices/acme/sum-1/state")).Should().Be("[]");
    }

    private async Task<int> TotalAsync() =>
        (await _server.JsonAsync("history", "acme/sum-1", "--limit", "1"))[0].GetProperty("signals")[0].GetProperty("values").GetProperty("production_count_good").GetInt32();
}
