using System.Text;
using Busroot.Mqtt;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Tests;

/// <summary>A packet the broker sent, with what tests ask about most.</summary>
internal sealed record ReceivedPacket(PacketType Type, byte Flags, byte[] Body)
{
    public ushort PacketId { get; private init; }

    public ReasonCode Reason { get; private init; }

    public string Topic { get; private init; } = "";

    public string Payload { get; private init; } = "";

    public QualityOfService Qos { get; private init; }

    public bool Retain { get; private init; }

    public bool Dup { get; private init; }

    public uint? Expiry { get; private init; }

    public ushort TopicAlias { get; private init; }

    public int[] Identifiers { get; private init; } = [];

    public ConnAckPacket? ConnAck { get; private init; }

    public SubAckPacket? SubAck { get; private init; }

    public UnsubAckPacket? UnsubAck { get; private init; }

    public DisconnectPacket? Disconnect { get; private init; }

    public static ReceivedPacket Read(in Frame frame, ProtocolVersion version)
    {
        var packet = new ReceivedPacket(frame.Type, frame.Flags, frame.Body.ToArray());
        switch (frame.Type)
        {
            case PacketType.Publish:
                return packet.WithPublish(PublishPacket.Decode(frame, version));
            case PacketType.ConnAck:
                var connAck = ConnAckPacket.Decode(frame, version);
                return packet with { ConnAck = connAck, Reason = connAck.Reason };
            case PacketType.PubAck:
                var pubAck = PubAckPacket.Decode(frame, version);
                return packet with { PacketId = pubAck.PacketId, Reason = pubAck.Reason };
            case PacketType.PubRec:
                var pubRec = PubRecPacket.Decode(frame, version);
                return packet with { PacketId = pubRec.PacketId, Reason = pubRec.Reason };
            case PacketType.PubRel:
                var pubRel = PubRelPacket.Decode(frame, version);
                return packet with { PacketId = pubRel.PacketId, Reason = pubRel.Reason };
            case PacketType.PubComp:
                var pubComp = PubCompPacket.Decode(frame, version);
                return packet with { PacketId = pubComp.PacketId, Reason = pubComp.Reason };
            case PacketType.SubAck:
                var subAck = SubAckPacket.Decode(frame, version);
                return packet with { SubAck = subAck, PacketId = subAck.PacketId };
            case PacketType.UnsubAck:
                var unsubAck = UnsubAckPacket.Decode(frame, version);
                return packet with { UnsubAck = unsubAck, PacketId = unsubAck.PacketId };
            case PacketType.Disconnect:
                var disconnect = DisconnectPacket.Decode(frame, version);
                return packet with { Disconnect = disconnect, Reason = disconnect.Reason };
            default:
                return packet;
        }
    }

    private ReceivedPacket WithPublish(in PublishPacket publish)
    {
        var identifiers = new List<int>();
        foreach (var identifier in publish.EnumerateSubscriptionIdentifiers())
        {
            identifiers.Add(identifier);
        }

        return this with
        {
            PacketId = publish.PacketId,
            Topic = Encoding.UTF8.GetString(publish.Topic),
            Payload = Encoding.UTF8.GetString(publish.Payload),
            Qos = publish.Qos,
            Retain = publish.Retain,
            Dup = publish.Dup,
            Expiry = publish.MessageExpiryInterval,
            TopicAlias = publish.TopicAlias,
            Identifiers = [.. identifiers],
        };
    }
}
