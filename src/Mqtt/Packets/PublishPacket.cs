using System.Text;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>PUBLISH: an application message on its way. A view into the receive buffer, valid as long as that is. MQTT 5.0 §3.3.</summary>
/// <remarks>Cost: neither decoding nor encoding allocates.</remarks>
public readonly ref struct PublishPacket
{
    private const byte RetainBit = 0x01;
    private const byte DupBit = 0x08;

    private readonly byte _flags;
    private readonly PublishProperties _properties;

    private PublishPacket(byte flags, ReadOnlySpan<byte> topic, ushort packetId, scoped in PublishProperties properties, ReadOnlySpan<byte> payload)
    {
        _flags = flags;
        _properties = properties;
        Topic = topic;
        PacketId = packetId;
        Payload = payload;
    }

    /// <summary>The sender says that it may have sent this before; never set with QoS 0.</summary>
    public bool Dup => (_flags & DupBit) != 0;

    /// <summary>How hard the sender tries.</summary>
    public QualityOfService Qos => (QualityOfService)((_flags >> 1) & 3);

    /// <summary>To a server: keep this for later subscribers. From a server: see Retain As Published, §3.8.3.1.</summary>
    public bool Retain => (_flags & RetainBit) != 0;

    /// <summary>Well-formed UTF-8, not judged by <see cref="Topics.TopicName.IsValid"/>. Empty only in 5.0 and only together with a <see cref="TopicAlias"/>.</summary>
    public ReadOnlySpan<byte> Topic { get; }

    /// <summary>1 to 65,535; 0 with QoS 0, which has none.</summary>
    public ushort PacketId { get; }

    /// <summary>The 5.0 property section as received, without its length, every property checked; empty in 3.x.</summary>
    public ReadOnlySpan<byte> Properties => _properties.Section;

    /// <summary>The application's bytes; may be empty.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>5.0: stands for the topic on this connection; 0 when there is none.</summary>
    public ushort TopicAlias => _properties.TopicAlias;

    /// <summary>5.0: seconds the message is worth delivering; null means for ever.</summary>
    public uint? MessageExpiryInterval => _properties.MessageExpiryInterval;

    /// <summary>5.0: 1 when the payload claims to be UTF-8 text, which is not checked here; otherwise 0.</summary>
    public byte PayloadFormat => _properties.PayloadFormat;

    /// <summary>5.0: user properties in the section.</summary>
    public int UserPropertyCount => _properties.UserPropertyCount;

    /// <summary>5.0: only a server may send these; from a client they are a protocol error. [MQTT-3.3.4-6]</summary>
    public bool HasSubscriptionIdentifier => _properties.HasSubscriptionIdentifier;

    /// <summary>5.0: where an answer should go, a valid topic name; empty when there is none. Cost: walks the section.</summary>
    public ReadOnlySpan<byte> ResponseTopic => PropertySection.Find(Properties, PropertyId.ResponseTopic);

    /// <summary>5.0: tells the asker which request an answer belongs to; empty when there is none. Cost: walks the section.</summary>
    public ReadOnlySpan<byte> CorrelationData => PropertySection.Find(Properties, PropertyId.CorrelationData);

    /// <summary>5.0: what the payload is, in the application's words, UTF-8; empty when there is none. Cost: walks the section.</summary>
    public ReadOnlySpan<byte> ContentType => PropertySection.Find(Properties, PropertyId.ContentType);

    /// <summary>Reads a PUBLISH.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <param name="version">The version of the connection.</param>
    /// <exception cref="MalformedPacketException">QoS 3 [MQTT-3.3.1-4], DUP with QoS 0 [MQTT-3.3.1-2], ill-formed UTF-8, or cut off.</exception>
    /// <exception cref="ProtocolErrorException">Packet identifier 0, topic alias 0 (0x94), a property twice, or neither topic nor alias.</exception>
    public static PublishPacket Decode(scoped in Frame frame, ProtocolVersion version)
    {
        frame.ExpectType(PacketType.Publish, version);
        ExpectFlags(frame.Flags);
        var reader = new PacketReader(frame.Body);
        var topic = reader.ReadUtf8();
        var packetId = (frame.Flags & 0x06) != 0 ? Acknowledgement.ReadPacketId(ref reader) : (ushort)0;
        var properties = version == ProtocolVersion.V500 ? PublishProperties.Read(reader.ReadSection()) : default;
        if (topic.IsEmpty && properties.TopicAlias == 0)
        {
            throw new ProtocolErrorException("A PUBLISH with neither a topic nor a topic alias.");
        }

        return new PublishPacket(frame.Flags, topic, packetId, properties, reader.ReadRest());
    }

    /// <summary>Walks the numbers a subscriber gave to the subscriptions this message was sent for.</summary>
    public SubscriptionIdentifiers EnumerateSubscriptionIdentifiers() => new(Properties);

    /// <summary>Copies the user properties out, in order. Cost: allocates.</summary>
    public UserProperty[] ReadUserProperties()
    {
        var users = new UserProperty[UserPropertyCount];
        var reader = new PropertyReader(Properties, PacketType.Publish);
        for (var count = 0; reader.TryRead(out var id);)
        {
            if (id == PropertyId.UserProperty)
            {
                users[count++] = reader.UserProperty;
            }
        }

        return users;
    }

    /// <summary>Counts the bytes <see cref="CopyForwardedProperties"/> will write.</summary>
    /// <param name="properties">A checked section, as <see cref="Properties"/> gives it.</param>
    public static int ForwardedPropertiesLength(ReadOnlySpan<byte> properties) => PublishProperties.ForwardedLength(properties);

    /// <summary>Copies what a server hands on unaltered and in order [MQTT-3.3.2-4]: all but message expiry, topic alias and subscription identifiers.</summary>
    /// <param name="properties">A checked section, as <see cref="Properties"/> gives it.</param>
    /// <param name="destination">At least <see cref="ForwardedPropertiesLength"/> bytes.</param>
    /// <returns>Bytes written; 0 when nothing is to be handed on.</returns>
    public static int CopyForwardedProperties(ReadOnlySpan<byte> properties, Span<byte> destination) =>
        PublishProperties.CopyForwarded(properties, destination);

    /// <summary>Makes the flags of the fixed header.</summary>
    /// <param name="qos">QoS of this delivery.</param>
    /// <param name="retain">Goes to bit 0.</param>
    /// <param name="dup">Goes to bit 3; must be false with QoS 0.</param>
    public static byte FlagsOf(QualityOfService qos, bool retain = false, bool dup = false) =>
        (byte)(((int)qos << 1) | (retain ? RetainBit : 0) | (dup ? DupBit : 0));

    /// <summary>Counts the bytes <see cref="Encode"/> will write.</summary>
    /// <param name="version">The version of the connection.</param>
    /// <param name="topicLength">0 to 65,535 bytes.</param>
    /// <param name="qos">Above 0 there is a packet identifier.</param>
    /// <param name="propertiesLength">Bytes of the section without its length; not counted in 3.x.</param>
    /// <param name="payloadLength">Bytes of the payload.</param>
    /// <exception cref="ArgumentOutOfRangeException">The packet would be larger than MQTT allows.</exception>
    public static int EncodedLength(ProtocolVersion version, int topicLength, QualityOfService qos, int propertiesLength, int payloadLength)
    {
        var body = BodyLength(version, topicLength, qos != QualityOfService.AtMostOnce, propertiesLength, payloadLength);
        return 1 + PacketWriter.VariableIntegerLength(body) + body;
    }

    /// <summary>Writes a PUBLISH.</summary>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <param name="version">The version of the connection.</param>
    /// <param name="flags">As <see cref="FlagsOf"/> makes them.</param>
    /// <param name="topic">UTF-8, 0 to 65,535 bytes.</param>
    /// <param name="packetId">Not written with QoS 0. May be 0 in an encoding that is patched for each receiver, see <see cref="PacketIdOffset"/>.</param>
    /// <param name="properties">The section without its length; not written in 3.x.</param>
    /// <param name="payload">The application's bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Encode(
        Span<byte> destination,
        ProtocolVersion version,
        byte flags,
        ReadOnlySpan<byte> topic,
        ushort packetId,
        ReadOnlySpan<byte> properties,
        ReadOnlySpan<byte> payload)
    {
        var hasPacketId = (flags & 0x06) != 0;
        var writer = new PacketWriter(destination);
        writer.WriteHeader(PacketType.Publish, flags, BodyLength(version, topic.Length, hasPacketId, properties.Length, payload.Length));
        writer.WriteBinary(topic);
        if (hasPacketId)
        {
            writer.WriteUInt16(packetId);
        }

        if (version == ProtocolVersion.V500)
        {
            writer.WriteVariableInteger(properties.Length);
            writer.WriteRaw(properties);
        }

        writer.WriteRaw(payload);
        return writer.Length;
    }

    /// <summary>Finds the packet identifier in an encoded PUBLISH of QoS 1 or 2, so that one encoding can be copied to many receivers and patched.</summary>
    /// <param name="topicLength">Bytes of the topic in it.</param>
    /// <param name="frameLength">Bytes of the whole encoding.</param>
    /// <returns>Offset of the high byte; the low byte follows.</returns>
    public static int PacketIdOffset(int topicLength, int frameLength)
    {
        // The length field is 1 byte up to a body of 127, and so on; each bound is on the whole frame: 1 + field + body.
        var lengthBytes = frameLength switch
        {
            <= 1 + 1 + 0x7F => 1,
            <= 1 + 2 + 0x3FFF => 2,
            <= 1 + 3 + 0x1F_FFFF => 3,
            _ => 4,
        };
        return 1 + lengthBytes + 2 + topicLength;
    }

    /// <summary>Describes the packet for a debugger; never its payload.</summary>
    public override string ToString() => $"PUBLISH {Encoding.UTF8.GetString(Topic)} ({Payload.Length} bytes, {Qos}, id {PacketId})";

    private static void ExpectFlags(byte flags)
    {
        if ((flags & 0x06) == 0x06)
        {
            throw new MalformedPacketException("PUBLISH with QoS 3.");
        }

        if ((flags & (0x06 | DupBit)) == DupBit)
        {
            throw new MalformedPacketException("PUBLISH with QoS 0 marked as a duplicate.");
        }
    }

    private static int BodyLength(ProtocolVersion version, int topicLength, bool hasPacketId, int propertiesLength, int payloadLength)
    {
        var body = 2L + topicLength + (hasPacketId ? 2 : 0) + payloadLength;
        if (version == ProtocolVersion.V500)
        {
            body += PacketWriter.VariableIntegerLength(propertiesLength) + propertiesLength;
        }

        return body <= PacketWriter.LargestVariableInteger
            ? (int)body
            : throw new ArgumentOutOfRangeException(nameof(payloadLength), payloadLength, "MQTT allows 268,435,455 bytes after the fixed header.");
    }
}
