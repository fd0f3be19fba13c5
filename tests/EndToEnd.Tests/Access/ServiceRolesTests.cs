using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Access;

/// <summary>A service account made with <c>busroot services add</c> may do what its role says, and no more.</summary>
public class ServiceRolesTests(ITestOutputHelper output) : ServerTest(output)
{
    private const int NotAuthorized = 0x87;

    [MosquittoFact]
    public async Task The_core_processor_reads_signals_and_neither_raw_readings_nor_writes()
    {
        var server = await StartServerAsync();
        var core = await AddAsync(server, "core", "--role", "core");
        await server.AddDeviceAsync("acme/opta-1");

        await AssertGrantedAsync(server, core, "busroot/v1/+/+", granted: true);
        await AssertGrantedAsync(server, core, "busroot/v2/+/signals/+", granted: true);
        await AssertGrantedAsync(server, core, "busroot/v1/dau/acme/opta-1", granted: false);
        await AssertGrantedAsync(server, core, "busroot/v1/dau/#", granted: false);
        await AssertGrantedAsync(server, core, "busroot/#", granted: false);
        (await Mosquitto.PublishAsync(server.MqttPort, core, "busroot/v1/acme/opta-1", """{"rssi":-70}""")).Text.Should().Contain($"RC:{NotAuthorized}");
    }

    [MosquittoFact]
    public async Task An_integrator_works_in_its_own_account_only()
    {
        var server = await StartServerAsync();
        var integrator = await AddAsync(server, "acme-tools", "--role", "integrator", "--account", "acme");

        await AssertGrantedAsync(server, integrator, "busroot/v1/dau/acme/#", granted: true);
        await AssertGrantedAsync(server, integrator, "busroot/v1/acme/+", granted: true);
        await AssertGrantedAsync(server, integrator, "busroot/v1/dau/other/#", granted: false);
        await AssertGrantedAsync(server, integrator, "busroot/v1/+/+", granted: false);
        (await Mosquitto.PublishAsync(server.MqttPort, integrator, "busroot/v1/acme/press-1", """{"rssi":-70}""")).Text.Should().Contain("RC:0");
        (await Mosquitto.PublishAsync(server.MqttPort, integrator, "busroot/v1/other/press-1", """{"rssi":-70}""")).Text.Should().Contain($"RC:{NotAuthorized}");
    }

    [MosquittoFact]
    public async Task What_an_integrator_writes_is_checked_like_a_devices_signals()
    {
        var server = await StartServerAsync();
        var integrator = await AddAsync(server, "acme-tools", "--role", "integrator", "--account", "acme");
        var core = await SubscribeAsync(server.MqttPort, await AddAsync(server, "core", "--role", "core"), "busroot/v1/+/+");

        (await Mosquitto.PublishAsync(server.MqttPort, integrator, "busroot/v1/acme/press-1", """{"nonsense":1}""")).Text.Should().Contain("RC:153");
        (await Mosquitto.PublishAsync(server.MqttPort, integrator, "busroot/v1/acme/press-1", """{"rssi":-70}""")).Text.Should().Contain("RC:0");

        (await core.ReceiveAsync(1)).Should().ContainSingle().Which.ShouldBe("busroot/v1/acme/press-1", """{"rssi":-70}""");
    }

    [Fact]
    public async Task An_integrator_without_an_account_is_refused_with_the_reason()
    {
        var server = await StartServerAsync();

        var refused = await server.CommandAsync("services", "add", "tools", "--role", "integrator");

        refused.ExitCode.Should().NotBe(0);
        refused.Error.Should().Contain("account");
    }

    private static async Task<Login> AddAsync(BusrootServer server, string name, params string[] options)
    {
        var grant = (await server.CommandAsync(["services", "add", name, "--json", .. options])).Done().Json;
        return new Login(grant.GetProperty("name").GetString()!, grant.GetProperty("token").GetString()!);
    }

    private static async Task AssertGrantedAsync(BusrootServer server, Login login, string filter, bool granted)
    {
        var answer = await Mosquitto.SubscribeAsync(server.MqttPort, login, filter, "5", "-q", "1", "-E");

        answer.Text.Should().Contain($"Subscribed (mid: 1): {(granted ? 1 : NotAuthorized)}", "of {0}", filter);
    }
}
