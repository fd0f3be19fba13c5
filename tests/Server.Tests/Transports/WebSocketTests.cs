using System.Net;
using System.Net.WebSockets;
using System.Runtime.Versioning;
using Busroot.Server.Pipeline;
using static Busroot.Server.Tests.Transports.ListeningServer;

namespace Busroot.Server.Tests.Transports;

[UnsupportedOSPlatform("windows")]
public class WebSocketTests
{
    [Fact]
    public async Task Packets_may_be_split_over_frames_at_will()
    {
        await using var server = await StartAsync();
        using var socket = await ConnectAsync(server);

        foreach (var octet in Wire.Connect($"{Device}/1", Device, server.Token))
        {
            await socket.SendAsync(new[] { octet }, WebSocketMessageType.Binary, endOfMessage: octet % 2 == 0, CancellationToken.None);
        }

        await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Binary, true, CancellationToken.None);
        (await ReceiveAsync(socket))[..1].Should().Equal(0x20);
    }

    [Fact]
    public async Task Packets_may_be_joined_in_one_frame()
    {
        await using var server = await StartAsync();
        using var socket = await ConnectAsync(server);

        await SendAsync(socket, [.. Wire.Connect($"{Device}/1", Device, server.Token), .. Wire.PingReq, .. Wire.PingReq, .. Wire.Disconnect]);

        var answers = new List<byte>();
        for (var part = await ReceiveAsync(socket); part.Length > 0; part = await ReceiveAsync(socket))
        {
            answers.AddRange(part);
        }

        answers[0].Should().Be(0x20);
        answers[^4..].Should().Equal([.. Wire.PingResp, .. Wire.PingResp]);
        socket.CloseStatus.Should().Be(WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task Over_https_it_is_the_same()
    {
        await using var server = await StartAsync();
        using var socket = await ConnectAsync(server, secure: true);

        await SendAsync(socket, Wire.Connect($"{Device}/1", Device, server.Token));

        (await ReceiveAsync(socket))[..1].Should().Equal(0x20);
        await Eventually.True(() => server.Log.All.Any(line => line.StartsWith("Debug 1000")));
    }

    [Fact]
    public async Task Messages_far_larger_than_a_frame_pass_both_ways()
    {
        await using var server = await StartAsync();
        using var socket = await ConnectAsync(server);
        var topic = $"busroot/v1/dau/{Device}/large";
        await SendAsync(socket, [.. Wire.Connect($"{Device}/1", Device, server.Token), .. Wire.Subscribe(topic)]);
        var payload = Enumerable.Range(0, 250_000).Select(i => (byte)i).ToArray();

        await SendAsync(socket, Wire.Publish(topic, payload));

        var received = new List<byte>();
        while (received.Count < payload.Length)
        {
            received.AddRange(await ReceiveAsync(socket));
        }

        received[^payload.Length..].Should().Equal(payload);
    }

    [Fact]
    public async Task A_login_is_required()
    {
        await using var server = await StartAsync();
        using var socket = await ConnectAsync(server);

        await SendAsync(socket, Wire.Connect("anyone"));

        (await ReceiveAsync(socket))[..1].Should().Equal(0x20);
        (await ReceiveAsync(socket)).Should().BeEmpty();
        server.Log.All.Should().Contain(line => line.StartsWith("Warning 1002") && line.Contains("ws://"));
    }

    [Fact]
    public async Task Text_ends_the_connection_with_1003()
    {
        await using var server = await StartAsync();
        using var socket = await ConnectAsync(server);

        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);

        (await ReceiveAsync(socket)).Should().BeEmpty();
        socket.CloseStatus.Should().Be(WebSocketCloseStatus.InvalidMessageType);
    }

    [Fact]
    public async Task A_client_that_closes_is_answered()
    {
        await using var server = await StartAsync();
        using var socket = await ConnectAsync(server);
        await SendAsync(socket, Wire.Connect($"{Device}/1", Device, server.Token));
        await ReceiveAsync(socket);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Wire.Deadline);

        socket.State.Should().Be(WebSocketState.Closed);
    }

    [Fact]
    public async Task A_client_that_vanishes_is_noticed_and_one_that_never_closes_is_cut()
    {
        await using var server = await StartAsync();
        using (var gone = await ConnectAsync(server))
        {
            await SendAsync(gone, Wire.Connect($"{Device}/1", Device, server.Token));
            await ReceiveAsync(gone);
            gone.Abort();
        }

        using var stubborn = await ConnectAsync(server);
        await SendAsync(stubborn, [.. Wire.Connect($"{Device}/2", Device, server.Token), .. Wire.Disconnect]);

        await Eventually.True(() => server.Host.Services.GetService(typeof(IBrokerHost)) is IBrokerHost broker && broker.Counters["connections"] == 0);
        server.Log.All.Should().NotContain(line => line.StartsWith("Error"));
    }

    [Fact]
    public async Task Without_the_sub_protocol_there_is_no_connection()
    {
        await using var server = await StartAsync();
        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        socket.Options.AddSubProtocol("soap");

        var refused = () => socket.ConnectAsync(Address(server, secure: false), CancellationToken.None);

        await refused.Should().ThrowAsync<WebSocketException>();
        socket.HttpStatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_browser_that_looks_there_is_told_what_it_is()
    {
        await using var server = await StartAsync();
        using var http = new HttpClient();

        using var answer = await http.GetAsync($"http://{server.Host.Http}/mqtt");

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("WebSocket");
    }

    [Fact]
    public async Task Stopping_closes_web_sockets_properly()
    {
        var server = await StartAsync();
        using var socket = await ConnectAsync(server);
        await SendAsync(socket, Wire.Connect($"{Device}/1", Device, server.Token));
        await ReceiveAsync(socket);

        var stopping = server.DisposeAsync();

        (await ReceiveAsync(socket))[..1].Should().Equal(0xE0);
        (await ReceiveAsync(socket)).Should().BeEmpty();
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Wire.Deadline);
        await stopping;
        server.Log.All.Should().NotContain(line => line.StartsWith("Error"));
    }

    private static Uri Address(ListeningServer server, bool secure) => secure ? new Uri($"wss://{server.Host.Https}/mqtt") : new Uri($"ws://{server.Host.Http}/mqtt");

    private static async Task<ClientWebSocket> ConnectAsync(ListeningServer server, bool secure = false)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Issuer == server.Authority.Roots[0].Subject;
        await socket.ConnectAsync(Address(server, secure), CancellationToken.None).WaitAsync(Wire.Deadline);
        socket.SubProtocol.Should().Be("mqtt");
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, byte[] bytes) => socket.SendAsync(bytes, WebSocketMessageType.Binary, true, CancellationToken.None);

    /// <summary>One frame's bytes, or part of one; nothing when the other side closes.</summary>
    private static async Task<byte[]> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Wire.Deadline);
        return received.MessageType == WebSocketMessageType.Close ? [] : buffer[..received.Count];
    }
}
