using System.Net;
using System.Net.Sockets;
using System.Text;
using Busroot.Broker.Tests;
using Busroot.Mqtt;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Conformance.Tests;

/// <summary>A socket that says exactly what a test wants said, right or wrong, and reads packet by packet with a deadline.</summary>
internal sealed class WireClient : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static int _count;
    private readonly Socket _socket;
    private byte[] _buffer = new byte[4096];
    private int _filled;
    private ushort _packetId;

    private WireClient(Socket socket) => _socket = socket;

    public ProtocolVersion Version { get; set; } = ProtocolVersion.V500;

    /// <summary>The client identifier of the last <see cref="ConnectAsync"/>.</summary>
    public string ClientId { get; private set; } = "";

    public static async Task<WireClient> OpenAsync(IPEndPoint broker)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(broker);
        return new WireClient(socket);
    }

    /// <summary>A client identifier nobody else uses.</summary>
    public static string NewId() => $"client-{Interlocked.Increment(ref _count)}";

    public async Task SendAsync(params byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent));
        }
    }

    /// <summary>Sends bytes written as hex, with texts in single quotes.</summary>
    public Task SendAsync(string hex) => SendAsync(Hex.Bytes(hex));

    public Task SendAsync<T>(T packet)
        where T : IPacket
    {
        var bytes = new byte[packet.EncodedLength(Version)];
        packet.Encode(bytes, Version);
        return SendAsync(bytes);
    }

    /// <summary>Sends CONNECT.</summary>
    public Task SendConnectAsync(ConnectPacket packet)
    {
        Version = packet.Version;
        ClientId = packet.ClientId;
        var bytes = new byte[packet.EncodedLength()];
        packet.Encode(bytes);
        return SendAsync(bytes);
    }

    /// <summary>Connects, by default as 5.0 under a new identifier, and takes CONNACK.</summary>
    public async Task<ConnAckPacket> ConnectAsync(ProtocolVersion version = ProtocolVersion.V500, string? clientId = null, Func<ConnectPacket, ConnectPacket>? with = null)
    {
        var packet = new ConnectPacket { Version = version, ClientId = clientId ?? NewId() };
        await SendConnectAsync(with?.Invoke(packet) ?? packet);
        return (await NextAsync(PacketType.ConnAck)).ConnAck!;
    }

    public Task SendPublishAsync(
        string topic, string payload, QualityOfService qos = 0, ushort packetId = 0, bool retain = false, bool dup = false, string properties = "")
    {
        var (name, body, section) = (Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(payload), Hex.Bytes(properties));
        var bytes = new byte[PublishPacket.EncodedLength(Version, name.Length, qos, section.Length, body.Length)];
        PublishPacket.Encode(bytes, Version, PublishPacket.FlagsOf(qos, retain, dup), name, packetId, section, body);
        return SendAsync(bytes);
    }

    /// <summary>Publishes and waits until the broker has dealt with it.</summary>
    public async Task PublishAsync(string topic, string payload, QualityOfService qos = 0, bool retain = false, string properties = "")
    {
        var packetId = qos == 0 ? (ushort)0 : ++_packetId;
        await SendPublishAsync(topic, payload, qos, packetId, retain, properties: properties);
        switch (qos)
        {
            case QualityOfService.AtLeastOnce:
                (await NextAsync(PacketType.PubAck)).PacketId.Should().Be(packetId);
                break;
            case QualityOfService.ExactlyOnce:
                (await NextAsync(PacketType.PubRec)).PacketId.Should().Be(packetId);
                await SendAsync(new PubRelPacket(packetId));
                (await NextAsync(PacketType.PubComp)).PacketId.Should().Be(packetId);
                break;
            default:
                await PingAsync();
                break;
        }
    }

    public async Task<IReadOnlyList<ReasonCode>> SubscribeAsync(params Subscription[] subscriptions) => await SubscribeAsync(identifier: null, subscriptions);

    public async Task<IReadOnlyList<ReasonCode>> SubscribeAsync(int? identifier, params Subscription[] subscriptions)
    {
        await SendAsync(new SubscribePacket(++_packetId, [.. subscriptions]) { SubscriptionIdentifier = identifier });
        return (await NextAsync(PacketType.SubAck)).SubAck!.Codes;
    }

    public Task<IReadOnlyList<ReasonCode>> SubscribeAsync(string filter, QualityOfService qos = 0) => SubscribeAsync(new Subscription(filter, qos));

    public async Task<IReadOnlyList<ReasonCode>> UnsubscribeAsync(params string[] filters)
    {
        await SendAsync(new UnsubscribePacket(++_packetId, [.. filters]));
        return (await NextAsync(PacketType.UnsubAck)).UnsubAck!.Codes;
    }

    /// <summary>Takes the next packet, whatever it is.</summary>
    public async Task<ReceivedPacket> NextAsync() =>
        await TryNextAsync() ?? throw new Xunit.Sdk.XunitException("The broker has closed the connection where a packet was expected.");

    /// <summary>Takes the next packet, which must be of this type.</summary>
    public async Task<ReceivedPacket> NextAsync(PacketType type)
    {
        var packet = await NextAsync();
        packet.Type.Should().Be(type, "that was the answer due; it was {0}", packet);
        return packet;
    }

    /// <summary>Takes the next packet, which must be a PUBLISH, and answers it in full.</summary>
    public async Task<ReceivedPacket> NextMessageAsync()
    {
        var message = await NextAsync(PacketType.Publish);
        switch (message.Qos)
        {
            case QualityOfService.AtLeastOnce:
                await SendAsync(new PubAckPacket(message.PacketId));
                break;
            case QualityOfService.ExactlyOnce:
                await SendAsync(new PubRecPacket(message.PacketId));
                (await NextAsync(PacketType.PubRel)).PacketId.Should().Be(message.PacketId);
                await SendAsync(new PubCompPacket(message.PacketId));
                break;
        }

        return message;
    }

    /// <summary>Makes sure that nothing but the answer to a ping comes: whatever the broker did before, it did in order.</summary>
    public async Task PingAsync()
    {
        await SendAsync(0xC0, 0x00);
        await NextAsync(PacketType.PingResp);
    }

    /// <summary>Makes sure that the broker closes the connection.</summary>
    /// <returns>What it said before.</returns>
    public async Task<IReadOnlyList<ReceivedPacket>> ExpectClosedAsync()
    {
        var last = new List<ReceivedPacket>();
        while (await TryNextAsync() is { } packet)
        {
            last.Add(packet);
        }

        return last;
    }

    /// <summary>Makes sure that the broker closes the connection, and says so with a reason if the client speaks 5.0.</summary>
    public async Task ExpectDisconnectAsync(ReasonCode reason)
    {
        var last = await ExpectClosedAsync();
        if (Version == ProtocolVersion.V500)
        {
            last.Should().ContainSingle().Which.Reason.Should().Be(reason);
        }
        else
        {
            last.Should().BeEmpty("a 3.x broker says nothing");
        }
    }

    /// <summary>Breaks the connection as a failing network does, with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ReceivedPacket?> TryNextAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            if (TryTake() is { } packet)
            {
                return packet;
            }

            if (_filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var received = await ReceiveAsync(deadline.Token);
            if (received == 0)
            {
                _filled.Should().Be(0, "the broker does not stop in the middle of a packet");
                return null;
            }

            _filled += received;
        }
    }

    private async Task<int> ReceiveAsync(CancellationToken deadline)
    {
        try
        {
            return await _socket.ReceiveAsync(_buffer.AsMemory(_filled), deadline);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
        catch (OperationCanceledException)
        {
            throw new Xunit.Sdk.XunitException($"The broker said nothing and did not close for {Deadline.TotalSeconds} s.");
        }
    }

    private ReceivedPacket? TryTake()
    {
        ReadOnlySpan<byte> rest = _buffer.AsSpan(0, _filled);
        if (!FrameReader.TryRead(ref rest, int.MaxValue, out var frame))
        {
            return null;
        }

        var packet = ReceivedPacket.Read(frame, Version);
        rest.CopyTo(_buffer);
        _filled = rest.Length;
        return packet;
    }
}
