using Busroot.Server.Tests.Hosting;
using Busroot.Storage;

namespace Busroot.Server.Tests.Commands;

public class StatusCommandTests
{
    [Fact]
    public async Task A_server_that_is_well_is_shown_and_ends_with_0()
    {
        await using var server = await RunningServer.StartAsync();

        var run = await CommandRun.Of("status", "--data", server.Data);

        run.ExitCode.Should().Be(0);
        run.Output.Should().Contain("ready").And.MatchRegex(@"connections\s+3").And.MatchRegex(@"mqtt\s+0\.0\.0\.0:4711");
    }

    [Fact]
    public async Task A_server_that_takes_no_connections_ends_with_1()
    {
        await using var server = await RunningServer.StartAsync();
        server.Broker.IsReady = false;

        var run = await CommandRun.Of("status", "--data", server.Data);

        run.ExitCode.Should().Be(1);
        run.Output.Should().Contain("NOT READY");
    }

    [Fact]
    public async Task A_disk_that_fails_is_named_with_what_to_do_and_to_strangers_without_paths()
    {
        await using var server = await RunningServer.StartAsync();
        server.Broker.IsReady = false;
        server.Broker.Trouble = new StorageException(StorageFault.DiskFull, "The disk that holds /var/lib/secret is full; free some space.");
        using var stranger = server.Client(login: null);

        var run = await CommandRun.Of("status", "--data", server.Data);
        using var ready = await stranger.GetAsync("/health/ready");

        run.ExitCode.Should().Be(1);
        run.Output.Should().MatchRegex("TROUBLE +The disk that holds /var/lib/secret is full; free some space. Nothing is acknowledged");
        ((int)ready.StatusCode).Should().Be(503);
        (await ready.Content.ReadAsStringAsync()).Should().Contain("the disk is full").And.NotContain("secret");
    }

    [Fact]
    public async Task What_is_kept_is_counted()
    {
        await using var server = await RunningServer.StartWithRulesAsync(TestRules.Count);
        await server.RunAsync("devices", "add", "acme/count-1");
        await server.PublishAsync("acme/count-1", """{"n":1}""", "n1");

        var run = await server.RunAsync("status");

        run.Output.Should().MatchRegex(@"history +2 frames, 0\.0 MiB, since \d{4}-").And.MatchRegex("unmapped devices +0\n").And.MatchRegex("quarantine +1 open, 1 kept")
            .And.MatchRegex("duplicates +0").And.MatchRegex("backlog +0");
    }

    [Fact]
    public async Task No_server_ends_with_1_and_what_to_do()
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.Of("status", "--data", directory.Data);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("busroot up --data");
    }
}
