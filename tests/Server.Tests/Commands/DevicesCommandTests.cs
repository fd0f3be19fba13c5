using System.Text;
using System.Text.Json;
using Busroot.Broker.Identity;
using Busroot.Server.Tests.Hosting;
using Busroot.Storage.Directories;

namespace Busroot.Server.Tests.Commands;

public sealed class DevicesCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_new_device_gets_its_token_once_and_a_line_to_try_it()
    {
        var run = await Devices("add", "acme/press-1", "--name", "Press 1");

        var token = run.Output.Split('\n').Single(line => line.StartsWith("Token", StringComparison.Ordinal)).Split(' ')[^1];
        token.Should().HaveLength(43);
        run.Output.Should().Contain($"-u acme/press-1 -P {token}").And.Contain("-t busroot/v1/dau/acme/press-1").And.Contain("Client ID   acme/press-1/");
        (await Devices("show", "acme/press-1")).Output.Should().NotContain(token).And.Contain("Press 1").And.Contain($"…{token[^4..]}");
    }

    [Fact]
    public async Task Json_is_for_programs()
    {
        var run = await Devices("add", "acme/press-1", "--json");

        using var document = JsonDocument.Parse(run.Output);
        document.RootElement.EnumerateObject().Select(p => p.Name).Should().Equal("deviceId", "token");
        run.Output.Trim().Should().NotContain("\n");
    }

    [Fact]
    public async Task The_whole_life_of_a_device_without_a_server()
    {
        await Devices("add", "acme/press-1", "--rule", "arduino/opta-dau", "--station", "B", "--station", "A", "--variable", "goodInput=c1", "--variable", "limit=12.5");
        (await Devices("show", "acme/press-1")).Output.Should().Contain("arduino/opta-dau").And.Contain("A, B").And.Contain("goodInput=\"c1\"").And.Contain("limit=12.5");

        (await Devices("set", "acme/press-1", "--rule", "", "--station", "")).Output.Should().Contain("the one whose pattern fits").And.NotContain("A, B").And.Contain("goodInput");
        (await Devices("disable", "acme/press-1")).Output.Should().Contain("disabled");
        (await Devices("list")).Output.Should().Contain("acme/press-1  disabled");
        (await Devices("enable", "acme/press-1")).ExitCode.Should().Be(0);
        (await Devices("rotate", "acme/press-1", "--keep", "--json")).Output.Should().Contain("token");
        (await Devices("list")).Output.Should().MatchRegex(@"acme/press-1\s+enabled\s+by pattern\s+2");
        (await Devices("remove", "acme/press-1")).ExitCode.Should().Be(0);
        (await Devices("list", "--json")).Output.Trim().Should().Be("[]");
    }

    [Theory]
    [InlineData("show")]
    [InlineData("rotate")]
    [InlineData("disable")]
    [InlineData("remove")]
    public async Task An_unknown_device_is_a_failure_in_words(string verb)
    {
        await Devices("add", "acme/other");

        var run = await Devices(verb, "acme/press-1");

        run.ExitCode.Should().Be(1);
        run.Error.Trim().Should().Be("busroot: There is no device acme/press-1.");
    }

    [Fact]
    public async Task Every_bad_field_of_a_new_device_is_told_at_once()
    {
        var run = await Devices("add", "acme", "--station", "a/b", "--rule", "no rule");

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("one slash").And.Contain("'a/b'").And.Contain("'no rule'");
        (await Devices("list")).Output.Trim().Split('\n').Should().ContainSingle("only the header");
    }

    [Fact]
    public async Task Listing_does_not_make_a_directory()
    {
        var run = await Devices("list");

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("There is no data directory");
        Directory.Exists(_directory.Data).Should().BeFalse();
    }

    [Fact]
    public async Task A_directory_held_by_something_that_does_not_answer_is_told_as_such()
    {
        using var held = DataDirectory.Open(_directory.Data);

        var run = await Devices("list");

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("in use by another busroot").And.Contain("may be starting");
    }

    [Fact]
    public async Task A_running_server_does_the_work_and_knows_the_device_at_once()
    {
        await using var server = await RunningServer.StartAsync();

        var added = await CommandRun.Of("devices", "add", "acme/press-1", "--data", server.Data);
        var token = added.Output.Split('\n').Single(line => line.StartsWith("Token", StringComparison.Ordinal)).Split(' ')[^1];

        added.Output.Should().Contain("mosquitto_pub -h 127.0.0.1 -p 4711"); // the address of the running broker, as this machine reaches it
        var registry = (Registry)server.Host.Services.GetService(typeof(Registry))!;
        registry.Authenticate("acme/press-1", Encoding.UTF8.GetBytes(token)).Accepted.Should().BeTrue();
        (await CommandRun.Of("devices", "list", "--data", server.Data)).Output.Should().Contain("acme/press-1");
        (await CommandRun.Of("devices", "add", "acme/press-1", "--data", server.Data)).Error.Should().Contain("already a device");
        (await CommandRun.Of("devices", "add", "acme", "--station", "a/b", "--data", server.Data)).Error.Should().Contain("one slash").And.Contain("'a/b'");
        (await CommandRun.Of("devices", "rotate", "acme/press-1", "--data", server.Data)).ExitCode.Should().Be(0);
        (await CommandRun.Of("devices", "disable", "acme/press-1", "--data", server.Data)).ExitCode.Should().Be(0);
        (await CommandRun.Of("devices", "remove", "acme/press-1", "--data", server.Data)).ExitCode.Should().Be(0);
        (await CommandRun.Of("devices", "show", "acme/press-1", "--data", server.Data)).Error.Should().Contain("There is no device");
        (await CommandRun.Of("devices", "show", "odd id", "--data", server.Data)).Error.Should().Contain("There is no device");
        server.Broker.Disconnected.Should().Equal("acme/press-1 TokenRevoked", "acme/press-1 Disabled", "acme/press-1 Removed");
    }

    private Task<CommandRun> Devices(params string[] args) => CommandRun.Of(["devices", .. args, "--data", _directory.Data]);
}
