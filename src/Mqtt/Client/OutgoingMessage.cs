using System.Collections.Immutable;
using System.Text;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;
using Busroot.Mqtt.Properties;
using Busroot.Mqtt.Topics;

namespace Busroot.Mqtt.Client;

/// <summary>A message to publish.</summary>
public sealed record OutgoingMessage : IPropertyOwner
{
    /// <summary>1 to 65,535 bytes as UTF-8, without wildcards.</summary>
    public required string Topic { get; init; }

    /// <summary>The application's bytes; not copied, so leave them alone until the publish has completed.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Default 0.</summary>
    public QualityOfService Qos { get; init; }

    /// <summary>Whether the server keeps it for later subscribers. Default false.</summary>
    public bool Retain { get; init; }

    /// <summary>5.0: seconds the message is worth delivering; null means for ever.</summary>
    public uint? MessageExpiryInterval { get; init; }

    /// <summary>5.0: whether the payload is UTF-8 text.</summary>
    public bool IsText { get; init; }

    /// <summary>5.0: what the payload is.</summary>
    public string? ContentType { get; init; }

    /// <summary>5.0: where an answer should go.</summary>
    public string? ResponseTopic { get; init; }

    /// <summary>5.0: tells which request an answer belongs to.</summary>
    public byte[]? CorrelationData { get; init; }

    /// <summary>5.0: in order.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    void IPropertyOwner.WriteProperties(ref PacketWriter writer)
    {
        if (IsText)
        {
            writer.WriteProperty(PropertyId.PayloadFormatIndicator, (byte)1);
        }

        writer.WriteProperty(PropertyId.MessageExpiryInterval, MessageExpiryInterval);
        writer.WriteProperty(PropertyId.ContentType, ContentType);
        writer.WriteProperty(PropertyId.ResponseTopic, ResponseTopic);
        writer.WriteProperty(PropertyId.CorrelationData, CorrelationData);
        writer.WriteUserProperties(UserProperties);
    }

    /// <exception cref="ArgumentException">The topic is empty, too long, or holds a wildcard.</exception>
    internal byte[] Encode(ProtocolVersion version, ushort packetId)
    {
        var topic = Encoding.UTF8.GetBytes(Topic);
        if (!TopicName.IsValid(topic))
        {
            throw new ArgumentException($"'{Topic}' is not a topic to publish to: it is empty, too long, or holds a wildcard.");
        }

        var properties = version == ProtocolVersion.V500 ? EncodeProperties() : [];
        var frame = new byte[PublishPacket.EncodedLength(version, topic.Length, Qos, properties.Length, Payload.Length)];
        PublishPacket.Encode(frame, version, PublishPacket.FlagsOf(Qos, Retain), topic, packetId, properties, Payload.Span);
        return frame;
    }

    private byte[] EncodeProperties()
    {
        var section = new byte[FrameWriter.PropertiesLength(this)];
        var writer = new PacketWriter(section);
        ((IPropertyOwner)this).WriteProperties(ref writer);
        return section;
    }
}
