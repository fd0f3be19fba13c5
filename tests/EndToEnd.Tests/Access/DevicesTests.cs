using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Access;

/// <summary>What <c>busroot devices</c> does takes effect at once, on the device that is connected too.</summary>
public class DevicesTests(ITestOutputHelper output) : ServerTest(output)
{
    private const int BadUserNameOrPassword = 0x86;
    private const int NotAuthorized = 0x87;

    [MosquittoFact]
    public async Task A_device_may_be_added_before_the_server_runs_and_while_it_runs()
    {
        var early = Grant(await ProgramRun.RunAsync(Repository.Busroot, ["devices", "add", "acme/opta-1", "--json", "--data", Data]));
        var server = await StartServerAsync();
        var late = Grant(await server.CommandAsync("devices", "add", "acme/opta-2", "--json"));

        foreach (var device in new[] { early, late })
        {
            (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, """{"c1":1}""")).Done();
        }

        early.Token.Should().NotBe(late.Token);
    }

    [MosquittoFact]
    public async Task A_removed_device_is_disconnected_and_its_token_is_worth_nothing()
    {
        var server = await StartServerAsync();
        var device = await server.AddDeviceAsync("acme/opta-1");
        var connected = await SubscribeAsync(server.MqttPort, device, device.Signals);

        (await server.CommandAsync("devices", "remove", "acme/opta-1")).Done();

        (await connected.Run.EndAsync()).Text.Should().Contain("Received DISCONNECT (152)", "0x98 is Administrative action");
        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, "{}")).ExitCode.Should().Be(BadUserNameOrPassword);
    }

    [MosquittoFact]
    public async Task A_device_registered_again_does_not_get_what_its_predecessor_had()
    {
        var server = await StartServerAsync();
        var old = await server.AddDeviceAsync("acme/plc-1");
        (await Mosquitto.PublishAsync(server.MqttPort, old, old.Signals, """{"rssi":-70}""", "5", 1, "-r")).Done();
        (await Mosquitto.SubscribeAsync(server.MqttPort, old, old.Signals, "311", "-c", "-i", "acme/plc-1/kept", "-E")).Done();

        (await server.CommandAsync("devices", "remove", "acme/plc-1")).Done();
        var renewed = await server.AddDeviceAsync("acme/plc-1");

        renewed.Token.Should().NotBe(old.Token);
        var core = await SubscribeAsync(server.MqttPort, await server.AddServiceAsync("core", "core"), "busroot/v1/+/+");
        (await Mosquitto.PublishAsync(server.MqttPort, renewed, renewed.Signals, """{"rssi":-99}""")).Done();
        (await core.ReceiveAsync(1)).Should().ContainSingle("the retained message went with the device").Which.ShouldBe(renewed.Signals, """{"rssi":-99}""");
    }

    [MosquittoFact]
    public async Task A_disabled_device_is_disconnected_and_refused_until_it_is_enabled()
    {
        var server = await StartServerAsync();
        var device = await server.AddDeviceAsync("acme/opta-1");
        var connected = await SubscribeAsync(server.MqttPort, device, device.Signals);

        (await server.CommandAsync("devices", "disable", "acme/opta-1")).Done();
        await connected.Run.EndAsync();
        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, "{}")).ExitCode.Should().Be(NotAuthorized);

        (await server.CommandAsync("devices", "enable", "acme/opta-1")).Done();
        (await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, """{"c1":1}""")).Done();
    }

    [MosquittoFact]
    public async Task A_rotated_token_replaces_the_earlier_one_unless_that_is_kept()
    {
        var server = await StartServerAsync();
        var first = await server.AddDeviceAsync("acme/opta-1");

        var second = Grant(await server.CommandAsync("devices", "rotate", "acme/opta-1", "--keep", "--json"));
        (await Mosquitto.PublishAsync(server.MqttPort, first, first.Raw, "{}")).Done();
        (await Mosquitto.PublishAsync(server.MqttPort, second, second.Raw, "{}")).Done();

        var third = Grant(await server.CommandAsync("devices", "rotate", "acme/opta-1", "--json"));
        (await Mosquitto.PublishAsync(server.MqttPort, first, first.Raw, "{}")).ExitCode.Should().Be(BadUserNameOrPassword);
        (await Mosquitto.PublishAsync(server.MqttPort, second, second.Raw, "{}")).ExitCode.Should().Be(BadUserNameOrPassword);
        (await Mosquitto.PublishAsync(server.MqttPort, third, third.Raw, "{}")).Done();
    }

    private static Login Grant(CommandResult added)
    {
        var grant = added.Done().Json;
        return new Login(grant.GetProperty("deviceId").GetString()!, grant.GetProperty("token").GetString()!);
    }
}
