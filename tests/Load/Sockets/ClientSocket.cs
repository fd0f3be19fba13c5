using System.Net;
using System.Net.Sockets;

namespace Busroot.Load.Sockets;

/// <summary>One MQTT connection of the generator: appends packets, sends them, and cuts what it receives into packets.</summary>
/// <remarks>Threads: one.</remarks>
internal sealed class ClientSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Poller _poller;
    private readonly IPacketSink _sink;
    private byte[] _in = [];
    private byte[] _out = [];
    private int _received;
    private int _unsentFrom;
    private int _unsentTo;
    private bool _wantsWrite;
    private bool _disposed;

    /// <summary>Connects from 127.0.0.1: Mosquitto as Debian builds it looks up the name of every client's address, which for others takes its time.</summary>
    /// <param name="poller">Tells when there is something to do.</param>
    /// <param name="sink">Gets the packets.</param>
    /// <param name="port">On this machine.</param>
    public ClientSocket(Poller poller, IPacketSink sink, int port)
    {
        _poller = poller;
        _sink = sink;
        _socket.NoDelay = true;
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        _socket.Blocking = false;
        _poller.Watch(this);
    }

    /// <summary>Its place in the poller.</summary>
    public int Slot { get; set; }

    /// <summary>Its number among its kind: device or subscriber.</summary>
    public int Index { get; init; }

    public bool IsSubscriber { get; init; }

    /// <summary>True when the server is to close the connection; otherwise that ends the measurement.</summary>
    public bool MayEnd { get; init; }

    /// <summary>True when the server has closed the connection.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>QoS 1 publishes the server has not acknowledged.</summary>
    public int Unacknowledged { get; set; }

    /// <summary>Packet identifier used last.</summary>
    public ushort PacketId { get; set; }

    public int Handle => (int)_socket.Handle;

    public int UnsentBytes => _unsentTo - _unsentFrom;

    /// <summary>Room for a packet of at most so many bytes; <see cref="Advance"/> takes it over.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (_unsentTo + bytes > _out.Length)
        {
            Array.Resize(ref _out, Math.Max(_out.Length * 2, _unsentTo + bytes));
        }

        return _out.AsSpan(_unsentTo);
    }

    public void Advance(int bytes) => _unsentTo += bytes;

    /// <summary>Sends what was appended, as far as the network takes it.</summary>
    public void Flush()
    {
        while (_unsentFrom < _unsentTo)
        {
            var sent = _socket.Send(_out.AsSpan(_unsentFrom, UnsentBytes), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                break;
            }

            if (error != SocketError.Success)
            {
                throw new LoadException($"A {Kind} lost its connection while sending: {error}.");
            }

            _unsentFrom += sent;
        }

        var waits = _unsentFrom < _unsentTo;
        if (!waits)
        {
            _unsentFrom = _unsentTo = 0;
        }

        if (waits != _wantsWrite)
        {
            _wantsWrite = waits;
            _poller.WantWrite(this, waits);
        }
    }

    /// <summary>Receives until there is nothing more, and hands every whole packet to the sink.</summary>
    public void Receive()
    {
        int room, received;
        do
        {
            if (_in.Length - _received < _in.Length / 2 || _in.Length == 0)
            {
                Array.Resize(ref _in, _in.Length == 0 ? (IsSubscriber ? 4096 : 512) : Math.Min(_in.Length * 2, 1024 * 1024));
            }

            room = _in.Length - _received;
            received = _socket.Receive(_in.AsSpan(_received, room), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                return;
            }

            if (error != SocketError.Success || received == 0)
            {
                if (MayEnd)
                {
                    HasEnded = true;
                    Dispose();
                    return;
                }

                throw new LoadException($"The server closed the connection of a {Kind} ({error}).");
            }

            _received += received;
            HandOver();
        }
        while (received == room);
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _poller.Unwatch(this);
            _socket.Dispose();
        }
    }

    private string Kind => IsSubscriber ? "subscriber" : "publisher";

    private void HandOver()
    {
        var rest = _in.AsSpan(0, _received);
        while (TryTake(ref rest, out var header, out var body))
        {
            _sink.Handle(this, header, body);
        }

        rest.CopyTo(_in);
        _received = rest.Length;
    }

    private static bool TryTake(ref Span<byte> rest, out byte header, out ReadOnlySpan<byte> body)
    {
        header = 0;
        body = default;
        var length = 0;
        for (var i = 1; i < rest.Length && i <= 4; i++)
        {
            length |= (rest[i] & 0x7F) << (7 * (i - 1));
            if (rest[i] < 0x80)
            {
                if (rest.Length - i - 1 < length)
                {
                    return false;
                }

                header = rest[0];
                body = rest.Slice(i + 1, length);
                rest = rest[(i + 1 + length)..];
                return true;
            }
        }

        return false;
    }
}

/// <summary>Takes what a connection receives.</summary>
internal interface IPacketSink
{
    /// <summary>A whole packet came.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="header">First byte: type and flags.</param>
    /// <param name="body">What follows the length; valid during the call.</param>
    void Handle(ClientSocket client, byte header, ReadOnlySpan<byte> body);
}
