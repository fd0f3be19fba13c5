using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Busroot.Mqtt;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.EndToEnd.Tests.Crashes;

/// <summary>One connection of a client whose session outlives it. Packets are written one by one: what is sent again, and under which identifier, is the client's affair.</summary>
/// <remarks>Threads: one at a time; a receive may be pending while packets are sent.</remarks>
internal sealed class SessionLink : IDisposable
{
    private const int LargestPacket = 64 * 1024;
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _received = new byte[2 * LargestPacket];
    private readonly ProtocolVersion _version;
    private int _start;
    private int _end;

    private SessionLink(ProtocolVersion version) => _version = version;

    /// <summary>Whether the server still had the session.</summary>
    public bool SessionPresent { get; private set; }

    /// <summary>Connects and waits for CONNACK.</summary>
    /// <exception cref="IOException">The server went away.</exception>
    /// <exception cref="SocketException">It is not there, or went away.</exception>
    public static async Task<SessionLink> OpenAsync(int port, ConnectPacket connect)
    {
        var link = new SessionLink(connect.Version);
        try
        {
            await link._socket.ConnectAsync(IPAddress.Loopback, port);
            var bytes = new byte[connect.EncodedLength()];
            connect.Encode(bytes);
            await link.SendAsync(bytes);
            var answer = await link.NextAsync();
            answer.Reason.Should().Be(0, "the server must let {0} in", connect.ClientId);
            link.SessionPresent = answer.SessionPresent;
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    public async Task SendAsync(IPacket packet)
    {
        var bytes = new byte[packet.EncodedLength(_version)];
        packet.Encode(bytes, _version);
        await SendAsync(bytes);
    }

    public Task PingAsync() => SendAsync(PingReqPacket.Bytes.ToArray());

    public async Task PublishAsync(string topic, byte[] payload, QualityOfService qos, ushort packetId, bool dup)
    {
        var name = Encoding.UTF8.GetBytes(topic);
        var bytes = new byte[PublishPacket.EncodedLength(_version, name.Length, qos, propertiesLength: 0, payload.Length)];
        PublishPacket.Encode(bytes, _version, PublishPacket.FlagsOf(qos, retain: false, dup), name, packetId, [], payload);
        await SendAsync(bytes);
    }

    /// <summary>Waits for bytes; <see cref="TryTake"/> gives the packets they complete.</summary>
    /// <exception cref="IOException">The server closed the connection.</exception>
    public async Task ReceiveAsync()
    {
        _received.AsSpan(_start.._end).CopyTo(_received);
        (_start, _end) = (0, _end - _start);
        var count = await _socket.ReceiveAsync(_received.AsMemory(_end));
        _end += count > 0 ? count : throw new IOException("The server closed the connection.");
    }

    /// <returns>False when no packet is complete.</returns>
    public bool TryTake(out Arrived arrived)
    {
        ReadOnlySpan<byte> unread = _received.AsSpan(_start.._end);
        var found = FrameReader.TryRead(ref unread, LargestPacket, out var frame);
        _start = _end - unread.Length;
        arrived = found ? Read(frame) : default;
        return found;
    }

    /// <summary>Waits for the next packet.</summary>
    public async Task<Arrived> NextAsync()
    {
        Arrived arrived;
        while (!TryTake(out arrived))
        {
            await ReceiveAsync();
        }

        return arrived;
    }

    /// <summary>Says goodbye so that the server has read everything sent before; what it sends meanwhile is thrown away unanswered.</summary>
    public async Task LeaveAsync()
    {
        await SendAsync(_version == ProtocolVersion.V500 ? [0xE0, 2, 0, 0] : [0xE0, 0]);
        _socket.Shutdown(SocketShutdown.Send);
        while (await _socket.ReceiveAsync(_received) > 0)
        {
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent));
        }
    }

    private Arrived Read(in Frame frame)
    {
        switch (frame.Type)
        {
            case PacketType.Publish:
                var publish = PublishPacket.Decode(frame, _version);
                return new Arrived(frame.Type, publish.PacketId) { Topic = Encoding.UTF8.GetString(publish.Topic), Payload = publish.Payload.ToArray(), Qos = publish.Qos, Dup = publish.Dup };
            case PacketType.ConnAck:
                return new Arrived(frame.Type, 0) { SessionPresent = (frame.Body[0] & 1) != 0, Reason = frame.Body[1] };
            case PacketType.Disconnect or PacketType.PingResp:
                return new Arrived(frame.Type, 0) { Reason = frame.Body.IsEmpty ? (byte)0 : frame.Body[0] };
            default:
                // PUBACK, PUBREC, PUBREL, PUBCOMP and SUBACK; a SUBACK of 5.0 has an empty property section before its reason.
                var hasReason = frame.Type == PacketType.SubAck || frame.Body.Length > 2;
                return new Arrived(frame.Type, BinaryPrimitives.ReadUInt16BigEndian(frame.Body)) { Reason = hasReason ? frame.Body[^1] : (byte)0 };
        }
    }
}

/// <summary>A packet of the server, as far as a client of the ledger looks at it.</summary>
internal readonly record struct Arrived(PacketType Type, ushort PacketId)
{
    /// <summary>Of a PUBLISH; null otherwise, like the payload.</summary>
    public string? Topic { get; init; }

    public byte[]? Payload { get; init; }

    public QualityOfService Qos { get; init; }

    public bool Dup { get; init; }

    public byte Reason { get; init; }

    public bool SessionPresent { get; init; }
}
