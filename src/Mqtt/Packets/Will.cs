using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;
using Busroot.Mqtt.Topics;

namespace Busroot.Mqtt.Packets;

/// <summary>The message a server publishes for a client that is lost. MQTT 5.0 §3.1.2.5, §3.1.3.2.</summary>
public sealed record Will : IPropertyOwner
{
    /// <summary>UTF-8, a valid topic name once decoded.</summary>
    public required byte[] Topic { get; init; }

    /// <summary>0 to 65,535 bytes.</summary>
    public byte[] Payload { get; init; } = [];

    /// <summary>QoS to publish it with.</summary>
    public QualityOfService Qos { get; init; }

    /// <summary>Whether it is published as a retained message.</summary>
    public bool Retain { get; init; }

    /// <summary>5.0: seconds between the loss of the connection and the will; the end of the session comes first. Default 0.</summary>
    public uint DelayInterval { get; init; }

    /// <summary>5.0: seconds the message is worth delivering, counted from its publication; null means for ever.</summary>
    public uint? MessageExpiryInterval { get; init; }

    /// <summary>5.0: all other properties as they go into the PUBLISH, in order and without a length: what <see cref="PublishPacket.CopyForwardedProperties"/> would give.</summary>
    public byte[] Properties { get; init; } = [];

    void IPropertyOwner.WriteProperties(ref PacketWriter writer)
    {
        writer.WriteProperty(PropertyId.WillDelayInterval, DelayInterval == 0 ? null : DelayInterval);
        writer.WriteProperty(PropertyId.MessageExpiryInterval, MessageExpiryInterval);
        writer.WriteRaw(Properties);
    }

    internal static Will Decode(ref PacketReader reader, ProtocolVersion version, QualityOfService qos, bool retain)
    {
        var (delay, expiry, properties) = version == ProtocolVersion.V500 ? ReadProperties(reader.ReadSection()) : (0, null, []);
        var topic = reader.ReadUtf8();
        if (!TopicName.IsValid(topic))
        {
            throw new ProtocolErrorException(ReasonCode.TopicNameInvalid, "The topic of the will is empty or holds a wildcard.");
        }

        return new Will
        {
            Topic = topic.ToArray(),
            Payload = reader.ReadBinary().ToArray(),
            Qos = qos,
            Retain = retain,
            DelayInterval = delay,
            MessageExpiryInterval = expiry,
            Properties = properties,
        };
    }

    internal void Write(ref PacketWriter writer, ProtocolVersion version)
    {
        if (version == ProtocolVersion.V500)
        {
            FrameWriter.WriteProperties(ref writer, this);
        }

        writer.WriteBinary(Topic);
        writer.WriteBinary(Payload);
    }

    private static (uint Delay, uint? Expiry, byte[] Forwarded) ReadProperties(ReadOnlySpan<byte> section)
    {
        uint delay = 0;
        uint? expiry = null;
        var reader = new PropertyReader(section, PropertyTable.Will);
        var forwarded = new byte[section.Length];
        var count = 0;
        for (var start = 0; reader.TryRead(out var id); start = reader.Position)
        {
            if (id == PropertyId.WillDelayInterval)
            {
                delay = reader.Number;
            }
            else if (id == PropertyId.MessageExpiryInterval)
            {
                expiry = reader.Number;
            }
            else
            {
                var property = section[start..reader.Position];
                property.CopyTo(forwarded.AsSpan(count));
                count += property.Length;
            }
        }

        return (delay, expiry, forwarded[..count]);
    }
}
