using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>Writes the properties of PUBLISH that differ from receiver to receiver, to be put beside the forwarded ones.</summary>
/// <remarks>Cost: allocates nothing. Every method returns the bytes written and throws <see cref="ArgumentException"/> when there is no room.</remarks>
public static class PublishPropertyWriter
{
    /// <summary>Bytes of a message expiry.</summary>
    public const int MessageExpiryBytes = 5;

    /// <summary>Bytes of a topic alias.</summary>
    public const int TopicAliasBytes = 3;

    /// <summary>Counts the bytes of a subscription identifier: 2 to 5.</summary>
    /// <param name="identifier">1 to 268,435,455.</param>
    public static int SubscriptionIdentifierBytes(int identifier) => 1 + PacketWriter.VariableIntegerLength(identifier);

    /// <summary>Writes how long the message is still worth delivering. [MQTT-3.3.2-6]</summary>
    /// <param name="destination">At least <see cref="MessageExpiryBytes"/> bytes.</param>
    /// <param name="seconds">What is left of the interval.</param>
    public static int WriteMessageExpiry(Span<byte> destination, uint seconds)
    {
        var writer = new PacketWriter(destination);
        writer.WriteProperty(PropertyId.MessageExpiryInterval, seconds);
        return writer.Length;
    }

    /// <summary>Writes the alias that stands for the topic on this connection.</summary>
    /// <param name="destination">At least <see cref="TopicAliasBytes"/> bytes.</param>
    /// <param name="alias">1 to the receiver's Topic Alias Maximum.</param>
    public static int WriteTopicAlias(Span<byte> destination, ushort alias)
    {
        var writer = new PacketWriter(destination);
        writer.WriteProperty(PropertyId.TopicAlias, alias);
        return writer.Length;
    }

    /// <summary>Writes the number of one subscription this message is sent for. [MQTT-3.3.4-3]</summary>
    /// <param name="destination">At least <see cref="SubscriptionIdentifierBytes"/> bytes.</param>
    /// <param name="identifier">1 to 268,435,455.</param>
    public static int WriteSubscriptionIdentifier(Span<byte> destination, int identifier)
    {
        var writer = new PacketWriter(destination);
        writer.WriteByte((byte)PropertyId.SubscriptionIdentifier);
        writer.WriteVariableInteger(identifier);
        return writer.Length;
    }
}
