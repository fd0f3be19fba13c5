using Busroot.Server.Tests.Hosting;

namespace Busroot.Server.Tests.Commands;

public sealed class ServicesCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_whole_life_of_a_service_account_without_a_server() => await WholeLife(_directory.Data);

    [Fact]
    public async Task The_whole_life_of_a_service_account_beside_a_server()
    {
        await using var server = await RunningServer.StartAsync();

        await WholeLife(server.Data);

        server.Broker.Disconnected.Should().Equal("tools TokenRevoked", "tools Removed");
    }

    [Theory]
    [InlineData("add tools --role integrator", "An integrator works in one account")]
    [InlineData("add core --role core --account acme", "Only an integrator has an account")]
    [InlineData("add local-admin --role admin", "admin key")]
    [InlineData("add acme/press-1 --role core", "name part has '/'")]
    [InlineData("rotate nobody", "There is no service account nobody")]
    [InlineData("remove nobody", "There is no service account nobody")]
    public async Task What_cannot_be_is_said(string line, string problem)
    {
        await Services(_directory.Data, "add x --role core");

        var run = await Services(_directory.Data, line);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain(problem);
    }

    private static async Task WholeLife(string data)
    {
        (await Services(data, "add tools --role integrator --account acme --json")).Output.Should().MatchRegex("^{\"name\":\"tools\",\"token\":\".{43}\"}");
        (await Services(data, "list")).Output.Should().MatchRegex(@"tools\s+integrator\s+acme\s+1");
        (await Services(data, "list --json")).Output.Should().Contain("\"role\":\"integrator\"");
        (await Services(data, "rotate tools")).Output.Should().Contain("shown only now");
        (await Services(data, "remove tools")).ExitCode.Should().Be(0);
        (await Services(data, "list --json")).Output.Trim().Should().Be("[]");
    }

    private static Task<CommandRun> Services(string data, string line) => CommandRun.Of(["services", .. line.Split(' '), "--data", data]);
}
