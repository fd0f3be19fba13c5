using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Operation;

/// <summary>A server that is told to stop stops soon, and nothing it has acknowledged is lost.</summary>
public class StopTests(ITestOutputHelper output) : ServerTest(output)
{
    private const int Readings = 500;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [MosquittoTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task What_was_acknowledged_is_published_before_the_server_ends(string signal)
    {
        var server = await StartServerAsync("--rules", Repository.Rules);
        var device = await server.AddDeviceAsync("acme/opta-1");
        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+");

        (await Mosquitto.PublishLinesAsync(server.MqttPort, device, device.Raw, Enumerable.Range(1, Readings).Select(i => $$"""{"c1":{{i}}}"""))).Done();
        await server.Run.SignalAsync(signal);
        var end = await server.Run.EndAsync(Soon);

        end.ExitCode.Should().Be(0);
        (await core.ReceiveAsync(Readings)).Select(message => message.Payload).Should().Equal(
            Enumerable.Range(1, Readings).Select(i => $$"""{"production_complete_good":{{i}}}"""));
    }

    [Fact]
    public async Task A_server_without_clients_ends_soon_and_with_exit_code_0()
    {
        var server = await StartServerAsync();

        await server.Run.SignalAsync("TERM");

        (await server.Run.EndAsync(Soon)).ExitCode.Should().Be(0);
    }
}
