using System.Collections.Immutable;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>CONNACK: the server takes the client in, or says why not. MQTT 5.0 §3.2.</summary>
public sealed record ConnAckPacket : IFrameBody, IPacket
{
    /// <summary>Whether the server still had the session. Always false with a failure [MQTT-3.2.2-6] and in 3.1, which cannot say it.</summary>
    public bool SessionPresent { get; init; }

    /// <summary>In 3.x only the codes of <see cref="ConnectReturnCode"/> can be said.</summary>
    public ReasonCode Reason { get; init; }

    /// <summary>5.0: seconds, when not what the client asked for.</summary>
    public uint? SessionExpiryInterval { get; init; }

    /// <summary>5.0: QoS 1 and 2 messages the server takes in flight; 1 to 65,535, the default.</summary>
    public ushort ReceiveMaximum { get; init; } = ushort.MaxValue;

    /// <summary>5.0: highest QoS the server takes. Default 2.</summary>
    public QualityOfService MaximumQos { get; init; } = QualityOfService.ExactlyOnce;

    /// <summary>5.0: whether the server keeps retained messages. Default true.</summary>
    public bool RetainAvailable { get; init; } = true;

    /// <summary>5.0: largest packet the server takes, in bytes, fixed header included; null means no limit of its own.</summary>
    public uint? MaximumPacketSize { get; init; }

    /// <summary>5.0: what the server calls a client that came without an identifier.</summary>
    public string? AssignedClientId { get; init; }

    /// <summary>5.0: highest topic alias the server takes; 0, the default, means none.</summary>
    public ushort TopicAliasMaximum { get; init; }

    /// <summary>5.0: the reason in words.</summary>
    public string? ReasonString { get; init; }

    /// <summary>5.0: in order.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    /// <summary>5.0: whether the server takes wildcards. Default true.</summary>
    public bool WildcardSubscriptionAvailable { get; init; } = true;

    /// <summary>5.0: whether the server takes subscription identifiers. Default true.</summary>
    public bool SubscriptionIdentifiersAvailable { get; init; } = true;

    /// <summary>5.0: whether the server takes shared subscriptions. Default true.</summary>
    public bool SharedSubscriptionAvailable { get; init; } = true;

    /// <summary>5.0: seconds, in place of the client's own keep-alive.</summary>
    public ushort? ServerKeepAlive { get; init; }

    /// <summary>5.0: basis for response topics.</summary>
    public string? ResponseInformation { get; init; }

    /// <summary>5.0: another server to use.</summary>
    public string? ServerReference { get; init; }

    /// <summary>5.0: name of the extended authentication.</summary>
    public string? AuthenticationMethod { get; init; }

    /// <summary>5.0: only together with a method.</summary>
    public byte[]? AuthenticationData { get; init; }

    PacketType IFrameBody.Type => PacketType.ConnAck;

    byte IFrameBody.Flags => 0;

    /// <summary>Reads a CONNACK.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <param name="version">The version the client asked for.</param>
    /// <exception cref="MqttProtocolException">The frame is not a correct CONNACK of that version.</exception>
    public static ConnAckPacket Decode(in Frame frame, ProtocolVersion version)
    {
        frame.Expect(PacketType.ConnAck, 0, version);
        var reader = new PacketReader(frame.Body);
        var flags = reader.ReadByte();
        var reason = version == ProtocolVersion.V500
            ? ReasonCodeTable.Expect(PacketType.ConnAck, reader.ReadByte())
            : ConnectReturnCode.ToReason(reader.ReadByte());
        ExpectFlags(flags, reason, version);
        var packet = version == ProtocolVersion.V500 ? ReadProperties(reader.ReadSection()) : new ConnAckPacket();
        reader.ExpectEnd();
        return packet with { SessionPresent = version != ProtocolVersion.V310 && flags == 1, Reason = reason };
    }

    /// <summary>Counts the bytes <see cref="Encode"/> will write.</summary>
    /// <param name="version">The version the client asked for.</param>
    public int EncodedLength(ProtocolVersion version) => FrameWriter.Length(this, version);

    /// <summary>Writes the packet; what the version cannot say is left out.</summary>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <param name="version">The version the client asked for.</param>
    /// <returns>Bytes written.</returns>
    public int Encode(Span<byte> destination, ProtocolVersion version) => FrameWriter.Write(this, destination, version);

    void IFrameBody.WriteBody(ref PacketWriter writer, ProtocolVersion version)
    {
        var saysPresent = SessionPresent && Reason == ReasonCode.Success && version != ProtocolVersion.V310;
        writer.WriteByte(saysPresent ? (byte)1 : (byte)0);
        if (version != ProtocolVersion.V500)
        {
            writer.WriteByte(ConnectReturnCode.FromReason(Reason));
            return;
        }

        writer.WriteByte((byte)Reason);
        FrameWriter.WriteProperties(ref writer, this);
    }

    void IPropertyOwner.WriteProperties(ref PacketWriter writer)
    {
        writer.WriteProperty(PropertyId.SessionExpiryInterval, SessionExpiryInterval);
        writer.WriteProperty(PropertyId.MaximumPacketSize, MaximumPacketSize);
        writer.WriteProperty(PropertyId.AssignedClientIdentifier, AssignedClientId);
        writer.WriteProperty(PropertyId.ReasonString, ReasonString);
        writer.WriteUserProperties(UserProperties);
        writer.WriteProperty(PropertyId.ResponseInformation, ResponseInformation);
        writer.WriteProperty(PropertyId.ServerReference, ServerReference);
        writer.WriteProperty(PropertyId.AuthenticationMethod, AuthenticationMethod);
        writer.WriteProperty(PropertyId.AuthenticationData, AuthenticationData);
        WriteLimits(ref writer);
    }

    private void WriteLimits(ref PacketWriter writer)
    {
        WriteUnless(ref writer, PropertyId.ReceiveMaximum, ReceiveMaximum, usual: ushort.MaxValue);
        WriteUnless(ref writer, PropertyId.TopicAliasMaximum, TopicAliasMaximum, usual: 0);
        if (ServerKeepAlive is { } keepAlive)
        {
            writer.WriteProperty(PropertyId.ServerKeepAlive, keepAlive);
        }

        if (MaximumQos != QualityOfService.ExactlyOnce)
        {
            writer.WriteProperty(PropertyId.MaximumQos, (byte)MaximumQos);
        }

        WriteWhenMissing(ref writer, PropertyId.RetainAvailable, RetainAvailable);
        WriteWhenMissing(ref writer, PropertyId.WildcardSubscriptionAvailable, WildcardSubscriptionAvailable);
        WriteWhenMissing(ref writer, PropertyId.SubscriptionIdentifierAvailable, SubscriptionIdentifiersAvailable);
        WriteWhenMissing(ref writer, PropertyId.SharedSubscriptionAvailable, SharedSubscriptionAvailable);
    }

    private static void WriteUnless(ref PacketWriter writer, PropertyId id, ushort value, ushort usual)
    {
        if (value != usual)
        {
            writer.WriteProperty(id, value);
        }
    }

    private static void WriteWhenMissing(ref PacketWriter writer, PropertyId id, bool available)
    {
        if (!available)
        {
            writer.WriteProperty(id, (byte)0);
        }
    }

    private static void ExpectFlags(byte flags, ReasonCode reason, ProtocolVersion version)
    {
        // 3.1 leaves this byte unused rather than reserved.
        if (flags > 1 && version != ProtocolVersion.V310)
        {
            throw new MalformedPacketException("Reserved flags of CONNACK are set."); // [MQTT-3.2.2-1]
        }

        if (flags == 1 && reason != ReasonCode.Success && version != ProtocolVersion.V310)
        {
            throw new ProtocolErrorException("A refused connection with a session present."); // [MQTT-3.2.2-6]
        }
    }

    private static ConnAckPacket ReadProperties(ReadOnlySpan<byte> section)
    {
        var packet = new ConnAckPacket();
        var users = ImmutableArray.CreateBuilder<UserProperty>();
        var properties = new PropertyReader(section, PacketType.ConnAck);
        while (properties.TryRead(out var id))
        {
            if (id == PropertyId.UserProperty)
            {
                users.Add(properties.UserProperty);
            }
            else
            {
                packet = packet.With(id, properties);
            }
        }

        return packet with { UserProperties = users.ToImmutable() };
    }

    private ConnAckPacket With(PropertyId id, in PropertyReader properties) => id switch
    {
        PropertyId.SessionExpiryInterval => this with { SessionExpiryInterval = properties.Number },
        PropertyId.ReceiveMaximum => this with { ReceiveMaximum = (ushort)properties.Number },
        PropertyId.MaximumQos => this with { MaximumQos = (QualityOfService)properties.Number },
        PropertyId.RetainAvailable => this with { RetainAvailable = properties.Flag },
        PropertyId.MaximumPacketSize => this with { MaximumPacketSize = properties.Number },
        PropertyId.AssignedClientIdentifier => this with { AssignedClientId = properties.Text },
        PropertyId.TopicAliasMaximum => this with { TopicAliasMaximum = (ushort)properties.Number },
        PropertyId.ReasonString => this with { ReasonString = properties.Text },
        PropertyId.WildcardSubscriptionAvailable => this with { WildcardSubscriptionAvailable = properties.Flag },
        PropertyId.SubscriptionIdentifierAvailable => this with { SubscriptionIdentifiersAvailable = properties.Flag },
        PropertyId.SharedSubscriptionAvailable => this with { SharedSubscriptionAvailable = properties.Flag },
        PropertyId.ServerKeepAlive => this with { ServerKeepAlive = (ushort)properties.Number },
        PropertyId.ResponseInformation => this with { ResponseInformation = properties.Text },
        PropertyId.ServerReference => this with { ServerReference = properties.Text },
        PropertyId.AuthenticationMethod => this with { AuthenticationMethod = properties.Text },
        _ => this with { AuthenticationData = properties.Value.ToArray() },
    };
}
