using System.Net;
using System.Net.Sockets;
using Busroot.Mqtt.Client;

namespace Busroot.Mqtt.Tests.Client;

/// <summary>How it connects, and how it says that it cannot.</summary>
public sealed class MqttClientConnectingTests : ScriptedClientTest
{
    [Fact]
    public async Task It_introduces_itself()
    {
        var connecting = MqttClient.ConnectAsync(
            Options with { UserName = "me", Password = [1, 2], KeepAlive = TimeSpan.FromSeconds(30), SessionExpiryInterval = 60 }, Server.Deadline);
        await Server.AcceptAsync();

        await Server.ExpectAsync("10 25 | 00 04 'MQTT' 05 | C2 00 1E | 0D 11 00 00 00 3C 21 00 64 27 00 10 00 00 | 00 03 'cid' | 00 02 'me' | 00 02 01 02");
        await Server.SendAsync("20 08 | 00 00 | 05 12 00 02 'xy'");

        await using var client = await connecting;
        client.ClientId.Should().Be("xy");
    }

    [Fact]
    public async Task It_introduces_itself_in_3_1_1()
    {
        var connecting = MqttClient.ConnectAsync(OldOptions, Server.Deadline);
        await Server.AcceptAsync();

        await Server.ExpectAsync("10 0F | 00 04 'MQTT' 04 | 02 00 00 | 00 03 'cid'");
        await Server.SendAsync("20 02 | 01 00");

        await using var client = await connecting;
        client.ConnAck.SessionPresent.Should().BeTrue();
    }

    [Theory]
    [InlineData("20 0A | 00 87 | 07 1F 00 04 'nope'", ReasonCode.NotAuthorized)]
    [InlineData("20 02 | 00 01", ReasonCode.UnsupportedProtocolVersion)] // a server that does not know 5.0
    [InlineData("30 06 | 00 01 'a' | 00 | 'hi'", ReasonCode.ProtocolError)] // not CONNACK
    [InlineData("'HTTP/1.1 400 Bad Request' 0D 0A 'Content-Type: text/plain; charset=utf-8' 0D 0A 'Connection: close' 0D 0A 0D 0A", ReasonCode.MalformedPacket)]
    public async Task A_refusal_carries_the_reason(string answer, ReasonCode reason)
    {
        var connecting = MqttClient.ConnectAsync(Options, Server.Deadline);
        await Server.WelcomeAsync(answer);

        var connect = () => connecting;

        (await connect.Should().ThrowAsync<MqttConnectionException>()).Which.Reason.Should().Be(reason);
        await Server.ExpectEndAsync();
    }

    [Fact]
    public async Task A_server_that_hangs_up_is_told_from_one_that_refuses()
    {
        var connecting = MqttClient.ConnectAsync(Options, Server.Deadline);
        await Server.WelcomeAsync("");
        Server.Close();

        var connect = () => connecting;

        (await connect.Should().ThrowAsync<MqttConnectionException>()).Which.Reason.Should().BeNull();
    }

    [Fact]
    public async Task A_port_nobody_listens_on_is_an_error_that_says_so()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Dispose();

        var connect = () => MqttClient.ConnectAsync(Options with { Port = port }, Server.Deadline);

        (await connect.Should().ThrowAsync<MqttConnectionException>()).WithMessage($"127.0.0.1:{port} cannot be reached*");
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        var time = new ManualTime();
        var connecting = MqttClient.ConnectAsync(Options with { TimeProvider = time }, Server.Deadline);
        await Server.WelcomeAsync("");

        time.Advance(TimeSpan.FromSeconds(10));

        var connect = () => connecting;
        (await connect.Should().ThrowAsync<MqttConnectionException>()).WithMessage("*did not answer within 10 s*");
    }
}
