using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Operation;

public class TailTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoFact]
    public async Task Tail_follows_messages_on_the_servers_own_machine_without_a_login()
    {
        var server = await StartServerAsync("--rules", Repository.Rules);
        var device = await server.AddDeviceAsync("acme/opta-1");
        var tail = EndWithTest(ProgramRun.Start(Repository.Busroot, ["tail", "busroot/v1/+/+", "--count", "1", "--data", Data]));

        // Nobody says when tail has subscribed; a retained message is there whenever it does.
        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Signals, """{"rssi":-70}""", "5", 1, "-r")).Done();

        (await tail.EndAsync()).Done().Output.Should().Contain(device.Signals).And.Contain("""{"rssi":-70}""");
    }

    [Fact]
    public async Task Tail_says_so_when_there_is_no_server()
    {
        var refused = await ProgramRun.RunAsync(Repository.Busroot, ["tail", "#", "--mqtt", "127.0.0.1:1", "--data", Data]);

        refused.ExitCode.Should().Be(1);
        refused.Error.Should().Contain("127.0.0.1:1");
    }
}
