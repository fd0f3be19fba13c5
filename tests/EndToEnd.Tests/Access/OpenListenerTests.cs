using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Access;

/// <summary><c>--open</c>: for development on one's own machine, and nowhere else.</summary>
public class OpenListenerTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoFact]
    public async Task Anybody_may_publish_and_read_anything_there()
    {
        var server = await StartServerAsync("--open", "127.0.0.1:0");
        var everything = await SubscribeAsync(server.OpenPort, login: null, "#");

        (await Mosquitto.PublishAsync(server.OpenPort, login: null, "some/where", "some text")).Done();

        (await everything.ReceiveAsync(1)).Should().ContainSingle().Which.Should().Be(new Received("some/where", "some text", 1, Retain: false));
    }

    [MosquittoFact]
    public async Task Readings_become_signals_there_too()
    {
        var server = await StartServerAsync("--rules", Repository.Rules, "--open", "127.0.0.1:0");
        var signals = await SubscribeAsync(server.OpenPort, login: null, "busroot/v1/+/+");

        (await Mosquitto.PublishAsync(server.OpenPort, login: null, "busroot/v1/dau/acme/opta-1", """{"c1":5}""")).Done();

        (await signals.ReceiveAsync(1)).Should().ContainSingle().Which.ShouldBe("busroot/v1/acme/opta-1", """{"production_complete_good":5}""");
    }

    [MosquittoFact]
    public async Task The_listener_for_devices_stays_closed()
    {
        var server = await StartServerAsync("--open", "127.0.0.1:0");

        (await Mosquitto.PublishAsync(server.MqttPort, login: null, "some/where", "some text")).ExitCode.Should().Be(0x87);

        server.Run.Error.Seen.Should().Contain(line => line.Contains("WITHOUT A LOGIN", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.0.0.0:0")]
    [InlineData("[::]:0")]
    [InlineData("192.0.2.1:1884")]
    public async Task It_does_not_open_to_other_machines(string address)
    {
        var refused = await ProgramRun.RunAsync(Repository.Busroot, ["up", "--data", Data, "--mqtt", "127.0.0.1:0", "--http", "127.0.0.1:0", "--open", address]);

        refused.ExitCode.Should().Be(2);
        refused.Error.Should().Contain($"--open {address}").And.Contain("loopback");
    }
}
