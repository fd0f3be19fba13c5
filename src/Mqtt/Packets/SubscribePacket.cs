using System.Collections.Immutable;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;
using Busroot.Mqtt.Topics;

namespace Busroot.Mqtt.Packets;

/// <summary>SUBSCRIBE: the client asks for messages. MQTT 5.0 §3.8.</summary>
/// <param name="PacketId">1 to 65,535.</param>
/// <param name="Subscriptions">At least one; SUBACK answers in this order.</param>
public sealed record SubscribePacket(ushort PacketId, ImmutableArray<Subscription> Subscriptions) : IFrameBody, IPacket
{
    private const byte FixedFlags = 0x02;

    /// <summary>5.0: 1 to 268,435,455, sent back with every message; null when there is none.</summary>
    public int? SubscriptionIdentifier { get; init; }

    /// <summary>5.0: in order.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    PacketType IFrameBody.Type => PacketType.Subscribe;

    byte IFrameBody.Flags => FixedFlags;

    /// <summary>Reads a SUBSCRIBE.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <param name="version">The version of the connection.</param>
    /// <exception cref="MqttProtocolException">The frame is not a correct SUBSCRIBE of that version, for instance holds no filter [MQTT-3.8.3-2].</exception>
    /// <remarks>Filters are only checked to be text: each bad one can be answered by itself in SUBACK.</remarks>
    public static SubscribePacket Decode(in Frame frame, ProtocolVersion version)
    {
        frame.Expect(PacketType.Subscribe, FixedFlags, version);
        var reader = new PacketReader(frame.Body);
        var empty = new SubscribePacket(Acknowledgement.ReadPacketId(ref reader), []);
        var packet = version == ProtocolVersion.V500 ? empty.WithProperties(reader.ReadSection()) : empty;
        if (reader.Remaining == 0)
        {
            throw new ProtocolErrorException("A SUBSCRIBE without a filter.");
        }

        var subscriptions = ImmutableArray.CreateBuilder<Subscription>();
        while (reader.Remaining > 0)
        {
            subscriptions.Add(ReadSubscription(ref reader, version));
        }

        return packet with { Subscriptions = subscriptions.ToImmutable() };
    }

    /// <summary>Counts the bytes <see cref="Encode"/> will write.</summary>
    /// <param name="version">The version of the connection.</param>
    public int EncodedLength(ProtocolVersion version) => FrameWriter.Length(this, version);

    /// <summary>Writes the packet; what the version cannot say is left out.</summary>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <param name="version">The version of the connection.</param>
    /// <returns>Bytes written.</returns>
    public int Encode(Span<byte> destination, ProtocolVersion version) => FrameWriter.Write(this, destination, version);

    void IFrameBody.WriteBody(ref PacketWriter writer, ProtocolVersion version)
    {
        writer.WriteUInt16(PacketId);
        if (version == ProtocolVersion.V500)
        {
            FrameWriter.WriteProperties(ref writer, this);
        }

        foreach (var subscription in Subscriptions)
        {
            writer.WriteString(subscription.Filter);
            writer.WriteByte(version == ProtocolVersion.V500 ? OptionsOf(subscription) : (byte)subscription.MaximumQos);
        }
    }

    void IPropertyOwner.WriteProperties(ref PacketWriter writer)
    {
        if (SubscriptionIdentifier is { } identifier)
        {
            writer.WriteByte((byte)PropertyId.SubscriptionIdentifier);
            writer.WriteVariableInteger(identifier);
        }

        writer.WriteUserProperties(UserProperties);
    }

    private SubscribePacket WithProperties(ReadOnlySpan<byte> section)
    {
        int? identifier = null;
        var users = ImmutableArray.CreateBuilder<UserProperty>();
        var properties = new PropertyReader(section, PacketType.Subscribe);
        while (properties.TryRead(out var id))
        {
            if (id == PropertyId.SubscriptionIdentifier)
            {
                identifier = (int)properties.Number;
            }
            else
            {
                users.Add(properties.UserProperty);
            }
        }

        return this with { SubscriptionIdentifier = identifier, UserProperties = users.ToImmutable() };
    }

    //   bits 7..6   5..4              3                     2          1..0
    //   reserved    retain handling   retain as published   no local   QoS      (3.x: all but the QoS reserved)
    private static Subscription ReadSubscription(ref PacketReader reader, ProtocolVersion version)
    {
        var filter = reader.ReadUtf8();
        var options = reader.ReadByte();
        var reserved = version == ProtocolVersion.V500 ? 0xC0 : 0xFC;
        if ((options & reserved) != 0 || (options & 0x03) == 0x03)
        {
            throw new MalformedPacketException($"Subscription options 0x{options:X2}."); // [MQTT-3.8.3-5], QoS 3
        }

        if ((options & 0x30) == 0x30)
        {
            throw new ProtocolErrorException("Retain handling 3 has no meaning.");
        }

        var noLocal = (options & 0x04) != 0;
        if (noLocal && TopicFilter.IsShared(filter))
        {
            throw new ProtocolErrorException("No Local on a shared subscription."); // [MQTT-3.8.3-4]
        }

        return new Subscription(
            System.Text.Encoding.UTF8.GetString(filter),
            (QualityOfService)(options & 0x03),
            noLocal,
            RetainAsPublished: (options & 0x08) != 0,
            (RetainHandling)(options >> 4));
    }

    private static byte OptionsOf(Subscription subscription) => (byte)(
        (int)subscription.MaximumQos
        | (subscription.NoLocal ? 0x04 : 0)
        | (subscription.RetainAsPublished ? 0x08 : 0)
        | ((int)subscription.RetainHandling << 4));
}
