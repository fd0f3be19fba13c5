using System.Net.Security;
using System.Net.Sockets;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Client;

/// <summary>A PUBLISH with what its acknowledgement needs.</summary>
internal sealed record IncomingPublish(ushort PacketId, ReceivedMessage Message);

/// <summary>The client's side of the socket: packets in and frames out. Threads: one receives; any may send.</summary>
internal sealed class ClientWire : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly ProtocolVersion _version;
    private readonly int _maximumPacketBytes;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    private ClientWire(Socket socket, Stream stream, MqttClientOptions options)
    {
        _socket = socket;
        _stream = stream;
        _version = options.Version;
        _maximumPacketBytes = options.MaximumPacketBytes;
    }

    /// <summary>Connects, and shakes hands when there is TLS.</summary>
    public static async Task<ClientWire> OpenAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Tls is { } tls)
            {
                stream = await SecureAsync(stream, tls, options.Host, cancellationToken);
            }

            return new ClientWire(socket, stream, options);
        }
        catch
        {
            socket.Dispose();
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Waits for the next packet; null when the server has closed the connection.</summary>
    /// <exception cref="MqttProtocolException">The server breaks the protocol.</exception>
    /// <exception cref="IOException">The network failed.</exception>
    public async ValueTask<object?> ReceiveAsync(CancellationToken cancellationToken)
    {
        object? packet;
        while (!TryTake(out packet))
        {
            MakeRoom();
            var count = await _stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (count == 0)
            {
                return null;
            }

            _end += count;
        }

        return packet;
    }

    /// <summary>Sends a whole frame. The caller's token is heeded only until the frame's turn comes: half a frame would end the connection.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _stream.WriteAsync(frame, CancellationToken.None);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            throw new MqttConnectionException(null, "The connection broke while sending.", failure);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Tells the server that nothing more will come, so that what was sent arrives before the connection goes.</summary>
    public async Task FinishSendingAsync()
    {
        if (_stream is SslStream secure)
        {
            await secure.ShutdownAsync();
        }

        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Closes the socket; a receive or send in progress ends with an exception. May be called again.</summary>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static async Task<Stream> SecureAsync(Stream inner, SslClientAuthenticationOptions tls, string host, CancellationToken cancellationToken)
    {
        var secure = new SslStream(inner);
        if (string.IsNullOrEmpty(tls.TargetHost))
        {
            tls.TargetHost = host;
        }

        try
        {
            await secure.AuthenticateAsClientAsync(tls, cancellationToken);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private bool TryTake(out object? packet)
    {
        ReadOnlySpan<byte> unread = _buffer.AsSpan(_start, _end - _start);
        packet = FrameReader.TryRead(ref unread, _maximumPacketBytes, out var frame) ? Decode(frame) : null;
        _start = _end - unread.Length;
        return packet is not null;
    }

    private void MakeRoom()
    {
        var unread = _end - _start;
        var needed = FrameReader.TryReadLength(_buffer.AsSpan(_start, unread), out var frameBytes) ? frameBytes : unread + 5;
        var target = needed > _buffer.Length ? new byte[Math.Max(needed, 2 * _buffer.Length)] : _buffer;
        _buffer.AsSpan(_start, unread).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, unread);
    }

    private object Decode(in Frame frame)
    {
        switch (frame.Type)
        {
            case PacketType.ConnAck:
                // A server that does not speak 5.0 says so in the two bytes of 3.1.1.
                return ConnAckPacket.Decode(frame, frame.Body.Length == 2 ? ProtocolVersion.V311 : _version);
            case PacketType.Publish:
                var publish = PublishPacket.Decode(frame, _version);
                return new IncomingPublish(publish.PacketId, ReceivedMessage.From(ExpectNoAlias(publish)));
            case PacketType.PubAck: return PubAckPacket.Decode(frame, _version);
            case PacketType.PubRec: return PubRecPacket.Decode(frame, _version);
            case PacketType.PubRel: return PubRelPacket.Decode(frame, _version);
            case PacketType.PubComp: return PubCompPacket.Decode(frame, _version);
            case PacketType.SubAck: return SubAckPacket.Decode(frame, _version);
            case PacketType.UnsubAck: return UnsubAckPacket.Decode(frame, _version);
            case PacketType.Disconnect when _version == ProtocolVersion.V500: return DisconnectPacket.Decode(frame, _version);
            case PacketType.PingResp:
                PingRespPacket.Decode(frame, _version);
                return frame.Type;
            default:
                throw new ProtocolErrorException($"A server does not send {frame.Type} here.");
        }
    }

    // CONNECT said that no aliases are taken. [MQTT-3.1.2-26]
    private static PublishPacket ExpectNoAlias(PublishPacket packet) => packet.TopicAlias == 0
        ? packet
        : throw new ProtocolErrorException(ReasonCode.TopicAliasInvalid, "The server used a topic alias that was never allowed.");
}
