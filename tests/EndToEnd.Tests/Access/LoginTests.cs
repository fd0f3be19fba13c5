using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Access;

/// <summary>Nobody gets in without the right user name, token and client ID. mosquitto's exit code is the reason in CONNACK.</summary>
public class LoginTests(ITestOutputHelper output) : ServerTest(output)
{
    [MosquittoTheory]
    [InlineData("311", 4)]
    [InlineData("5", 0x86)]
    public async Task A_wrong_token_is_refused(string version, int reason)
    {
        var (server, device) = await StartAsync();

        var answer = await Mosquitto.PublishAsync(server.MqttPort, device with { Token = device.Token[..^1] + "?" }, device.Raw, "{}", version);

        answer.ExitCode.Should().Be(reason, answer.Text);
    }

    [MosquittoTheory]
    [InlineData("311", 4)]
    [InlineData("5", 0x86)]
    public async Task An_unknown_device_is_answered_like_a_wrong_token(string version, int reason)
    {
        var (server, device) = await StartAsync();

        var answer = await Mosquitto.PublishAsync(server.MqttPort, device with { User = "acme/nobody" }, device.Raw, "{}", version);

        answer.ExitCode.Should().Be(reason, answer.Text);
    }

    [MosquittoTheory]
    [InlineData("311", 5)]
    [InlineData("5", 0x87)]
    public async Task A_missing_login_is_refused(string version, int reason)
    {
        var (server, device) = await StartAsync();

        var answer = await Mosquitto.PublishAsync(server.MqttPort, login: null, device.Raw, "{}", version, 1, "-i", "acme/opta-1/x");

        answer.ExitCode.Should().Be(reason, answer.Text);
    }

    [MosquittoTheory]
    [InlineData("311", "acme/opta-1", 2)]
    [InlineData("311", "acme/opta-10/x", 2)]
    [InlineData("5", "acme/opta-1", 0x85)]
    [InlineData("5", "acme/opta-2/x", 0x85)]
    public async Task A_client_ID_that_does_not_start_with_the_Device_ID_and_a_slash_is_refused(string version, string clientId, int reason)
    {
        var (server, device) = await StartAsync();

        var answer = await Mosquitto.PublishAsync(server.MqttPort, device, device.Raw, "{}", version, 1, "-i", clientId);

        answer.ExitCode.Should().Be(reason, answer.Text);
    }

    private async Task<(BusrootServer Server, Login Device)> StartAsync()
    {
        var server = await StartServerAsync();
        return (server, await server.AddDeviceAsync("acme/opta-1"));
    }
}
