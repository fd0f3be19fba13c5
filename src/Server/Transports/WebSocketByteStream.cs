using System.Net.WebSockets;

namespace Busroot.Server.Transports;

/// <summary>The binary messages of a WebSocket as one stream of bytes: where a message begins and ends means nothing [MQTT-6.0.0-2].</summary>
internal sealed class WebSocketByteStream(WebSocket socket) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>True when the peer sent text, which the protocol forbids.</summary>
    public bool TextCame { get; private set; }

    /// <summary>Reads binary data; 0 when the peer has closed, or sent text [MQTT-6.0.0-1].</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, cancellationToken);
            if (received.MessageType != WebSocketMessageType.Binary)
            {
                TextCame |= received.MessageType == WebSocketMessageType.Text;
                return 0;
            }

            if (received.Count > 0 || buffer.IsEmpty)
            {
                return received.Count; // an empty message is not the end
            }
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        socket.SendAsync(buffer, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous calls.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous calls.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
