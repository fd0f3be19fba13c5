using System.IO.Pipelines;
using System.Net.WebSockets;

namespace Busroot.Server.Transports;

/// <summary>A WebSocket with sub-protocol <c>mqtt</c>.</summary>
/// <remarks>Owner of the socket: whoever accepted it; <see cref="Closed"/> says when it may be disposed.</remarks>
internal sealed class WebSocketWire : IWire
{
    private readonly WebSocket _socket;
    private readonly StreamPipes _pipes = new();
    private readonly Task _running;

    private WebSocketWire(WebSocket socket, string remoteAddress)
    {
        _socket = socket;
        RemoteAddress = remoteAddress;
        _running = RunAsync(new WebSocketByteStream(socket));
    }

    public IDuplexPipe Pipe => _pipes;

    public long WriteBufferBytes => Sockets.WriteBufferBytes;

    public string RemoteAddress { get; }

    public string? CertifiedDeviceId => null;

    /// <summary>Completes when nothing is sent or received any more; never fails.</summary>
    public Task Closed => _running;

    /// <summary>Begins to receive.</summary>
    public static WebSocketWire Start(WebSocket socket, string remoteAddress) => new(socket, remoteAddress);

    public void Abort() => _socket.Abort();

    public Task CloseAsync() => _running;

    private async Task RunAsync(WebSocketByteStream stream)
    {
        var receiving = _pipes.ReceiveAsync(stream);
        if (await _pipes.SendAsync(stream))
        {
            await SayGoodbyeAsync(stream.TextCame);
        }
        else
        {
            _socket.Abort();
        }

        await receiving; // the peer's half of the closing handshake; cut short by Abort
    }

    private async Task SayGoodbyeAsync(bool textCame)
    {
        try
        {
            await (textCame
                ? _socket.CloseOutputAsync(WebSocketCloseStatus.InvalidMessageType, "MQTT comes in binary frames", CancellationToken.None)
                : _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None));
        }
        catch (Exception error) when (StreamPipes.IsLoss(error))
        {
            // It is gone already.
        }
    }
}
