using Busroot.EndToEnd.Tests.Clients;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Listeners;

public class MosquittoOverTlsTests(ITestOutputHelper output) : ServerTest(output)
{
    private const string Device = "acme/opta-1";

    [MosquittoTheory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task A_token_logs_in_over_tls(string version)
    {
        var secure = new SecureServer(Directory);
        var server = await StartServerAsync(secure.Options);
        var device = await server.AddDeviceAsync(Device);
        var port = SecureServer.Address(server, "mqtts").Port;
        string[] tls = ["--cafile", secure.Authority];

        await using var subscriber = await Subscriber.StartAsync(port, device, device.Signals, tls);
        (await Mosquitto.PublishAsync(port, device, device.Signals, """{"rssi":-60}""", version, more: tls)).Done();

        (await subscriber.ReceiveAsync(1))[0].ShouldBe(device.Signals, """{"rssi":-60}""");
        (await Mosquitto.PublishAsync(port, device with { Token = "wrong" }, device.Signals, "{}", version, more: tls)).ExitCode.Should().NotBe(0);
        (await Mosquitto.PublishAsync(port, null, device.Signals, "{}", version, more: tls)).ExitCode.Should().NotBe(0);
    }

    [MosquittoTheory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task A_certificate_logs_in_without_a_token(string version)
    {
        var secure = new SecureServer(Directory);
        var server = await StartServerAsync(secure.Options);
        var device = await server.AddDeviceAsync(Device);
        var (certificate, key) = secure.IssueDevice(Device);
        string[] tls = ["--cafile", secure.Authority, "--cert", certificate, "--key", key, "-i", $"{Device}/tls"];

        (await Mosquitto.PublishAsync(SecureServer.Address(server, "mqtts").Port, null, device.Signals, """{"rssi":-60}""", version, more: tls)).Done();

        (await server.CommandAsync("devices", "disable", Device)).Done();
        (await Mosquitto.PublishAsync(SecureServer.Address(server, "mqtts").Port, null, device.Signals, "{}", version, more: tls)).ExitCode.Should().NotBe(0);
    }

    [MosquittoFact]
    public async Task A_client_that_does_not_know_the_authority_does_not_connect_and_disturbs_nobody()
    {
        var secure = new SecureServer(Directory);
        var server = await StartServerAsync(secure.Options);
        var device = await server.AddDeviceAsync(Device);
        var port = SecureServer.Address(server, "mqtts").Port;

        (await Mosquitto.PublishAsync(port, device, device.Signals, "{}")).ExitCode.Should().NotBe(0, "that was no TLS at all");
        (await Mosquitto.PublishAsync(port, device, device.Signals, "{}", more: ["--capath", "/etc/ssl/certs"])).ExitCode.Should().NotBe(0);

        (await Mosquitto.PublishAsync(port, device, device.Signals, """{"rssi":-60}""", more: ["--cafile", secure.Authority])).Done();
    }
}
