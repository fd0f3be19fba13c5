using System.Text.Json;
using Busroot.EndToEnd.Tests.MqttJs;
using Busroot.EndToEnd.Tests.Programs;
using Xunit.Abstractions;

namespace Busroot.EndToEnd.Tests.Listeners;

public class MqttJsTests(ITestOutputHelper output) : ServerTest(output)
{
    [MqttJsTheory]
    [InlineData("mqtt", 3)]
    [InlineData("mqtt", 4)]
    [InlineData("mqtt", 5)]
    [InlineData("mqtts", 4)]
    [InlineData("mqtts", 5)]
    [InlineData("ws", 4)]
    [InlineData("ws", 5)]
    [InlineData("wss", 4)]
    [InlineData("wss", 5)]
    public async Task Every_message_comes_back_over_every_listener(string scheme, int version)
    {
        var secure = new SecureServer(Directory);
        var server = await StartServerAsync(secure.Options);
        var admin = await server.AddServiceAsync("js", "admin");
        MqttJsMessage[] messages =
        [
            .. Enumerable.Range(0, 30).Select(i => new MqttJsMessage($"js/{i}", $"message {i}", i % 3)),
            new MqttJsMessage("js/large", new string('x', 60_000), 2),
        ];

        var run = await MqttJsClient.RunAsync(
            $"{SecureServer.Address(server, scheme)}", secure.Authority, new MqttJsOptions(version, admin.User, admin.Token, "js-client"), "js/#", messages);

        var received = run.Done().Json.EnumerateArray().Select(message => message.Deserialize<MqttJsMessage>(JsonSerializerOptions.Web));
        received.Should().BeEquivalentTo(messages[..^1].Append(new MqttJsMessage("js/large", "60000 bytes", 2)));
    }

    [MqttJsTheory]
    [InlineData("mqtt")]
    [InlineData("mqtts")]
    [InlineData("ws")]
    [InlineData("wss")]
    public async Task A_wrong_token_is_refused_with_a_reason(string scheme)
    {
        var secure = new SecureServer(Directory);
        var server = await StartServerAsync(secure.Options);
        await server.AddDeviceAsync("acme/js-1");

        var run = await MqttJsClient.RunAsync(
            $"{SecureServer.Address(server, scheme)}", secure.Authority, new MqttJsOptions(5, "acme/js-1", "wrong", "acme/js-1/1"), "#", []);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("Bad User Name or Password", "0x86 is what it was told");
    }

    [MqttJsTheory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_certificate_logs_a_device_in(int version)
    {
        var secure = new SecureServer(Directory);
        var server = await StartServerAsync(secure.Options);
        var device = await server.AddDeviceAsync("acme/js-1");

        var run = await MqttJsClient.RunAsync(
            $"{SecureServer.Address(server, "mqtts")}", secure.Authority, new MqttJsOptions(version, null, null, "acme/js-1/1"), device.Signals,
            [new MqttJsMessage(device.Signals, """{"rssi":-60}""", 1)], secure.IssueDevice("acme/js-1"));

        run.Done().Json[0].GetProperty("payload").GetString().Should().Be("""{"rssi":-60}""");
    }
}
