using Busroot.Broker.Connections;
using Busroot.Mqtt;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests;

/// <summary>One client of a <see cref="TestBroker"/>: sends packets, keeps what the broker leaves unread, reads what it answers.</summary>
internal sealed class TestClient
{
    private readonly TestBroker _test;
    private byte[] _unread = [];

    public TestClient(TestBroker test, bool open, string address)
    {
        _test = test;
        Transport = new MemoryTransport { RemoteAddress = address };
        test.Broker.BeginBatch();
        Connection = test.Broker.Attach(Transport, new Listener("test", open));
        test.Broker.EndBatch();
    }

    public MemoryTransport Transport { get; }

    public ClientConnection Connection { get; }

    public ProtocolVersion Version { get; private set; } = ProtocolVersion.V311;

    public bool IsClosed => Transport.Closed;

    public int UnreadBytes => _unread.Length;

    public void Connect(ConnectPacket packet)
    {
        Version = packet.Version;
        var bytes = new byte[packet.EncodedLength()];
        packet.Encode(bytes);
        Send(bytes);
    }

    public void Send<T>(T packet)
        where T : IPacket => Send(Encode(packet));

    public void Publish(string topic, string payload, QualityOfService qos = 0, ushort packetId = 0, bool retain = false, bool dup = false, byte[]? properties = null) =>
        Send(EncodePublish(Version, topic, payload, qos, packetId, retain, dup, properties));

    public void Subscribe(string filter, QualityOfService qos = QualityOfService.AtMostOnce, int? identifier = null, bool noLocal = false, bool retainAsPublished = false) =>
        Send(new SubscribePacket(1, [new Subscription(filter, qos, noLocal, retainAsPublished)]) { SubscriptionIdentifier = identifier });

    public void Send(ReadOnlySpan<byte> bytes)
    {
        byte[] all = [.. _unread, .. bytes];
        _test.Broker.BeginBatch();
        var consumed = Connection.Receive(all);
        _test.Broker.EndBatch();
        _unread = all[consumed..];
    }

    /// <summary>Delivers again what was left, as a transport does after it was told to read on.</summary>
    public void ReadOn() => Send([]);

    /// <summary>The network is lost.</summary>
    public void Drop() => _test.Batch(Connection.TransportClosed);

    /// <summary>What the broker has sent since the last call.</summary>
    public List<ReceivedPacket> Received()
    {
        var packets = new List<ReceivedPacket>();
        var rest = Transport.Sent;
        while (FrameReader.TryRead(ref rest, int.MaxValue, out var frame))
        {
            packets.Add(ReceivedPacket.Read(frame, Version));
        }

        rest.IsEmpty.Should().BeTrue("the broker sends whole packets");
        Transport.Forget();
        return packets;
    }

    /// <summary>The one packet the broker has sent since the last call.</summary>
    public ReceivedPacket ReceivedOne() => Received().Should().ContainSingle().Subject;

    public byte[] Encode<T>(T packet)
        where T : IPacket
    {
        var bytes = new byte[packet.EncodedLength(Version)];
        packet.Encode(bytes, Version);
        return bytes;
    }

    public static byte[] EncodePublish(
        ProtocolVersion version, string topic, string payload, QualityOfService qos = 0, ushort packetId = 0, bool retain = false, bool dup = false, byte[]? properties = null)
    {
        var (name, body, section) = (TestBroker.Utf8(topic), TestBroker.Utf8(payload), properties ?? []);
        var bytes = new byte[PublishPacket.EncodedLength(version, name.Length, qos, section.Length, body.Length)];
        PublishPacket.Encode(bytes, version, PublishPacket.FlagsOf(qos, retain, dup), name, packetId, section, body);
        return bytes;
    }
}
