using System.Text;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests;

/// <summary>A PUBLISH that outlives its buffer, so that tests can compare it.</summary>
internal sealed record Publication(string Topic, byte[] Payload, QualityOfService Qos = QualityOfService.AtMostOnce, ushort PacketId = 0)
{
    public bool Retain { get; init; }

    public bool Dup { get; init; }

    public byte[] Properties { get; init; } = [];
}

/// <summary>Any packet to bytes and back, for tests that do not care which one it is.</summary>
internal static class Wire
{
    public static readonly ProtocolVersion[] Versions = [ProtocolVersion.V310, ProtocolVersion.V311, ProtocolVersion.V500];

    /// <summary>Decodes one whole frame; PINGREQ and PINGRESP are told by their type alone.</summary>
    public static object Decode(ReadOnlySpan<byte> bytes, ProtocolVersion version)
    {
        FrameReader.TryRead(ref bytes, int.MaxValue, out var frame).Should().BeTrue("the frame is whole");
        bytes.Length.Should().Be(0, "there is one frame only");
        return Decode(frame, version);
    }

    public static object Decode(in Frame frame, ProtocolVersion version)
    {
        switch (frame.Type)
        {
            case PacketType.Connect: return ConnectPacket.Decode(frame);
            case PacketType.ConnAck: return ConnAckPacket.Decode(frame, version);
            case PacketType.Publish: return Keep(PublishPacket.Decode(frame, version));
            case PacketType.PubAck: return PubAckPacket.Decode(frame, version);
            case PacketType.PubRec: return PubRecPacket.Decode(frame, version);
            case PacketType.PubRel: return PubRelPacket.Decode(frame, version);
            case PacketType.PubComp: return PubCompPacket.Decode(frame, version);
            case PacketType.Subscribe: return SubscribePacket.Decode(frame, version);
            case PacketType.SubAck: return SubAckPacket.Decode(frame, version);
            case PacketType.Unsubscribe: return UnsubscribePacket.Decode(frame, version);
            case PacketType.UnsubAck: return UnsubAckPacket.Decode(frame, version);
            case PacketType.Disconnect: return DisconnectPacket.Decode(frame, version);
            case PacketType.Auth: return AuthPacket.Decode(frame, version);
            case PacketType.PingReq:
                PingReqPacket.Decode(frame, version);
                return frame.Type;
            default:
                PingRespPacket.Decode(frame, version);
                return frame.Type;
        }
    }

    /// <summary>Encodes into a buffer of exactly the announced length.</summary>
    public static byte[] Encode(object packet, ProtocolVersion version)
    {
        var bytes = new byte[Length(packet, version)];
        Write(packet, bytes, version).Should().Be(bytes.Length, "EncodedLength announced it");
        return bytes;
    }

    private static int Length(object packet, ProtocolVersion version) => packet switch
    {
        ConnectPacket connect => connect.EncodedLength(),
        ConnAckPacket connAck => connAck.EncodedLength(version),
        Publication it => PublishPacket.EncodedLength(version, Encoding.UTF8.GetByteCount(it.Topic), it.Qos, it.Properties.Length, it.Payload.Length),
        PubAckPacket pubAck => pubAck.EncodedLength(version),
        PubRecPacket pubRec => pubRec.EncodedLength(version),
        PubRelPacket pubRel => pubRel.EncodedLength(version),
        PubCompPacket pubComp => pubComp.EncodedLength(version),
        SubscribePacket subscribe => subscribe.EncodedLength(version),
        SubAckPacket subAck => subAck.EncodedLength(version),
        UnsubscribePacket unsubscribe => unsubscribe.EncodedLength(version),
        UnsubAckPacket unsubAck => unsubAck.EncodedLength(version),
        DisconnectPacket disconnect => disconnect.EncodedLength(version),
        AuthPacket auth => auth.EncodedLength(version),
        _ => 2,
    };

    public static int Write(object packet, Span<byte> bytes, ProtocolVersion version) => packet switch
    {
        ConnectPacket connect => connect.Encode(bytes),
        ConnAckPacket connAck => connAck.Encode(bytes, version),
        Publication it => PublishPacket.Encode(
            bytes, version, PublishPacket.FlagsOf(it.Qos, it.Retain, it.Dup), Encoding.UTF8.GetBytes(it.Topic), it.PacketId, it.Properties, it.Payload),
        PubAckPacket pubAck => pubAck.Encode(bytes, version),
        PubRecPacket pubRec => pubRec.Encode(bytes, version),
        PubRelPacket pubRel => pubRel.Encode(bytes, version),
        PubCompPacket pubComp => pubComp.Encode(bytes, version),
        SubscribePacket subscribe => subscribe.Encode(bytes, version),
        SubAckPacket subAck => subAck.Encode(bytes, version),
        UnsubscribePacket unsubscribe => unsubscribe.Encode(bytes, version),
        UnsubAckPacket unsubAck => unsubAck.Encode(bytes, version),
        DisconnectPacket disconnect => disconnect.Encode(bytes, version),
        AuthPacket auth => auth.Encode(bytes, version),
        _ => Copy((PacketType)packet == PacketType.PingReq ? PingReqPacket.Bytes : PingRespPacket.Bytes, bytes),
    };

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }

    private static Publication Keep(in PublishPacket packet) => new(
        Encoding.UTF8.GetString(packet.Topic), packet.Payload.ToArray(), packet.Qos, packet.PacketId)
    {
        Retain = packet.Retain,
        Dup = packet.Dup,
        Properties = packet.Properties.ToArray(),
    };
}
