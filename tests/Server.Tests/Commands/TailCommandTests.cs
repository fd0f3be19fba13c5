using System.Text.Json;
using Busroot.Mqtt;
using Busroot.Mqtt.Client;
using Busroot.Server.Tests.Hosting;

namespace Busroot.Server.Tests.Commands;

public sealed class TailCommandTests : IAsyncLifetime
{
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await RunningServer.StartWholeAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task On_the_servers_machine_its_data_directory_is_login_enough()
    {
        var tail = await FollowAsync("{\"c1\":5}"u8.ToArray(), "tail", "busroot/v1/dau/acme/#", "--count", "1", "--data", _server.Data);

        tail.ExitCode.Should().Be(0);
        tail.Error.Trim().Should().Be($"Following busroot/v1/dau/acme/# at {_server.Host.MqttAddress}; Ctrl-C ends it.");
        tail.Output.Trim().Should().MatchRegex(@"^\d\d:\d\d:\d\d\.\d{3}  busroot/v1/dau/acme/opta-1(  \(retained\))?  \{""c1"":5\}$");
    }

    [Fact]
    public async Task Json_holds_the_bytes_whatever_they_are()
    {
        var tail = await FollowAsync([0xFF, 0x00, 0x1B], "tail", "busroot/v1/dau/acme/#", "--count", "1", "--json", "--data", _server.Data);

        using var message = JsonDocument.Parse(tail.Output);
        message.RootElement.GetProperty("topic").GetString().Should().Be("busroot/v1/dau/acme/opta-1");
        message.RootElement.GetProperty("encoding").GetString().Should().Be("base64");
        message.RootElement.GetProperty("payload").GetString().Should().Be("/wAb");
    }

    [Fact]
    public async Task Bytes_cannot_command_the_terminal()
    {
        var tail = await FollowAsync("\u001b[2J\u009b"u8.ToArray(), "tail", "busroot/v1/dau/acme/#", "--count", "1", "--data", _server.Data);

        tail.Output.Should().NotContain("\u001b").And.NotContain("\u009b").And.Contain("·[2J·");
    }

    [Fact]
    public async Task A_device_follows_its_own_topics_and_no_others()
    {
        var (token, file) = (await TokenAsync(), Path.Combine(_server.Data, "token.txt"));
        await File.WriteAllTextAsync(file, token + "\n");
        var own = await FollowAsync("{}"u8.ToArray(), "tail", "busroot/v1/dau/acme/opta-1", "--count", "1", "--user", "acme/opta-1", "--password-file", file, "--data", _server.Data);
        var other = await CommandRun.Of("tail", "busroot/v1/dau/acme/opta-2", "--user", "acme/opta-1", "--password", token, "--data", _server.Data);

        own.Output.Should().Contain("busroot/v1/dau/acme/opta-1");
        other.ExitCode.Should().Be(1);
        other.Error.Should().Contain("acme/opta-1 may not subscribe to 'busroot/v1/dau/acme/opta-2'");
    }

    [Fact]
    public async Task A_refused_login_is_said_without_the_password()
    {
        var run = await CommandRun.Of("tail", "#", "--user", "acme/opta-1", "--password", "hunter2", "--data", _server.Data);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain($"{_server.Host.MqttAddress}").And.NotContain("hunter2");
    }

    [Fact]
    public async Task The_key_is_not_sent_to_another_broker()
    {
        await using var other = await RunningServer.StartWholeAsync();

        var run = await CommandRun.Of("tail", "#", "--mqtt", $"{other.Host.MqttAddress}", "--data", _server.Data);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("NotAuthorized"); // it tried without a login
    }

    [Theory]
    [InlineData("tail # --user a")]
    [InlineData("tail # --password a")]
    [InlineData("tail # --user a --password b --password-file c")]
    [InlineData("tail # --mqtt nowhere")]
    [InlineData("tail # --mqtt ::1:1883")]
    [InlineData("tail # --mqtt host:0")]
    public async Task Half_a_login_and_half_an_address_are_wrong_usage(string line) => (await CommandRun.Of(line.Split(' '))).ExitCode.Should().Be(2);

    [Fact]
    public async Task A_broker_that_is_not_there_is_named()
    {
        var run = await CommandRun.Of("tail", "#", "--mqtt", "127.0.0.1:1", "--data", _server.Data);

        run.ExitCode.Should().Be(1);
        run.Error.Should().Contain("127.0.0.1:1");
    }

    private async Task<string> TokenAsync() => JsonDocument.Parse(
        (await CommandRun.Of("devices", "add", "acme/opta-1", "--json", "--data", _server.Data)).Output).RootElement.GetProperty("token").GetString()!;

    // Retained, so that it does not matter whether the follower or the message is first.
    private async Task<CommandRun> FollowAsync(byte[] payload, params string[] args)
    {
        var address = _server.Host.MqttAddress!;
        await using var client = await MqttClient.ConnectAsync(
            new MqttClientOptions { Host = address.Address.ToString(), Port = address.Port, ClientId = "local-admin/test", UserName = "local-admin", Password = System.Text.Encoding.UTF8.GetBytes(_server.Key) },
            CancellationToken.None);
        await client.PublishAsync(
            new OutgoingMessage { Topic = "busroot/v1/dau/acme/opta-1", Payload = payload, Qos = QualityOfService.AtLeastOnce, Retain = true }, CancellationToken.None);
        return await CommandRun.Of(args);
    }
}
