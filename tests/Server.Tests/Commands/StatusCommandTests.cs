using Busroot.Server.Tests.Hosting;

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
    public async Task No_server_ends_with_1_and_what_to_do()
    {
        using var directory = new TemporaryDirectory();

        var run = await CommandRun.Of("status", "--data", directory.Data);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("busroot up --data");
    }
}
