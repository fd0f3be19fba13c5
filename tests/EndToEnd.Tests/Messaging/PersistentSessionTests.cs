using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Messaging;

/// <summary>A core processor that was away gets what it has missed.</summary>
public class PersistentSessionTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoTheory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task Signals_wait_for_a_session_that_is_away(string version)
    {
        var server = await StartServerAsync("--rules", Repository.Rules);
        var device = await server.AddDeviceAsync("acme/opta-1");
        var core = await server.AddServiceAsync("core", "core");
        string[] session = ["-V", version, "-c", "-i", "core/main", .. version == "5" ? ["-x", "3600"] : Array.Empty<string>()];
        (await Mosquitto.SubscribeAsync(server.MqttPort, core, "busroot/v1/+/+", version, [.. session, "-q", "1", "-E"])).Done();

        (await Mosquitto.PublishLinesAsync(server.MqttPort, device, device.Raw, Enumerable.Range(1, 20).Select(i => $$"""{"c1":{{i}}}"""))).Done();

        var back = await SubscribeAsync(server.MqttPort, core, "busroot/v1/+/+", session);
        (await back.ReceiveAsync(20)).Select(message => message.Payload).Should().Equal(Enumerable.Range(1, 20).Select(i => $$"""{"production_complete_good":{{i}}}"""));
    }
}
