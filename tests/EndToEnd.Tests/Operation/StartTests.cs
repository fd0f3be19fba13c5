using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Operation;

/// <summary>A server that cannot run as it was told does not run, and says all that is wrong.</summary>
public class StartTests(ITestOutputHelper output) : ServerTest(output)
{
    [Fact]
    public async Task All_wrong_options_are_named_at_once()
    {
        var refused = await ProgramRun.RunAsync(Repository.Busroot,
            ["up", "--data", Data, "--mqtt", "1883", "--http", "nowhere:8080", "--open", "0.0.0.0:1884", "--rules", Directory.In("none")]);

        refused.ExitCode.Should().Be(2);
        refused.Error.Should().Contain("--mqtt 1883").And.Contain("--http nowhere:8080").And.Contain("--open 0.0.0.0:1884").And.Contain($"--rules {Directory.In("none")}");
        refused.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused()
    {
        var first = await StartServerAsync();

        var second = await ProgramRun.RunAsync(Repository.Busroot, ["up", "--data", Data, "--mqtt", "127.0.0.1:0", "--http", "127.0.0.1:0"]);

        second.ExitCode.Should().Be(1);
        second.Error.Should().Contain(Data).And.Contain("in use");
        (await first.GetAsync("/health/ready")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        var first = await StartServerAsync();

        var second = await ProgramRun.RunAsync(Repository.Busroot,
            ["up", "--data", Directory.In("other"), "--mqtt", $"127.0.0.1:{first.MqttPort}", "--http", "127.0.0.1:0"]);

        second.ExitCode.Should().Be(1);
        second.Error.Should().Contain($"{first.MqttPort}").And.Contain("--mqtt");
    }

    [Fact]
    public async Task A_running_server_says_that_it_lives_and_is_ready()
    {
        var server = await StartServerAsync();

        (await server.GetAsync("/health/live")).Should().Be((200, "live\n"));
        (await server.GetAsync("/health/ready")).Should().Be((200, "ready\n"));
        (await server.GetAsync("/api/v1/devices")).Status.Should().Be(401, "everything else needs a login");
    }
}
