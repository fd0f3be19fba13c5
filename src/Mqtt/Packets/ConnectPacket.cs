using System.Collections.Immutable;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>CONNECT: the first packet of a connection. MQTT 5.0 §3.1.</summary>
public sealed record ConnectPacket : IFrameBody
{
    /// <summary>What both sides speak from here on.</summary>
    public required ProtocolVersion Version { get; init; }

    /// <summary>Whether an existing session is thrown away first; in 3.x also whether the session ends with the connection. Default true.</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>Longest silence of the client in seconds; 0 means that it need not be heard.</summary>
    public ushort KeepAlive { get; init; }

    /// <summary>May be empty: the server then chooses one, or refuses when 3.x asks for a lasting session. [MQTT-3.1.3-7], [MQTT-3.1.3-8 of 3.1.1]</summary>
    public required string ClientId { get; init; }

    /// <summary>Null when there is none.</summary>
    public string? UserName { get; init; }

    /// <summary>0 to 65,535 bytes; null when there is none. 3.x allows it only together with a user name.</summary>
    public byte[]? Password { get; init; }

    /// <summary>What is published when the client is lost; null when nothing.</summary>
    public Will? Will { get; init; }

    /// <summary>5.0: seconds the session outlives its connection, 0xFFFFFFFF meaning for ever; null means 0.</summary>
    public uint? SessionExpiryInterval { get; init; }

    /// <summary>5.0: QoS 1 and 2 messages the client takes in flight; 1 to 65,535, the default.</summary>
    public ushort ReceiveMaximum { get; init; } = ushort.MaxValue;

    /// <summary>5.0: largest packet the client takes, in bytes, fixed header included; null means no limit of its own.</summary>
    public uint? MaximumPacketSize { get; init; }

    /// <summary>5.0: highest topic alias the client takes; 0, the default, means none.</summary>
    public ushort TopicAliasMaximum { get; init; }

    /// <summary>5.0: whether the server may send response information. Default false.</summary>
    public bool RequestResponseInformation { get; init; }

    /// <summary>5.0: when false, reason strings and user properties go only into PUBLISH, CONNACK and DISCONNECT. [MQTT-3.1.2-29] Default true.</summary>
    public bool RequestProblemInformation { get; init; } = true;

    /// <summary>5.0: in order.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    /// <summary>5.0: name of the extended authentication; null when there is none.</summary>
    public string? AuthenticationMethod { get; init; }

    /// <summary>5.0: only together with a method.</summary>
    public byte[]? AuthenticationData { get; init; }

    PacketType IFrameBody.Type => PacketType.Connect;

    byte IFrameBody.Flags => 0;

    /// <summary>Reads a CONNECT of any version.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <exception cref="UnsupportedProtocolVersionException">A level other than MQIsdp 3, MQTT 4 or MQTT 5.</exception>
    /// <exception cref="MqttProtocolException">The frame is not a correct CONNECT of its version.</exception>
    /// <remarks>An empty client identifier is not refused here: whether it may be is for the server to say.</remarks>
    public static ConnectPacket Decode(in Frame frame) => ConnectReader.Read(frame);

    /// <summary>Finds the version of a CONNECT that <see cref="Decode"/> refused, so that the refusal can be answered in it.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <returns>Null when the packet does not get as far as a supported version.</returns>
    public static ProtocolVersion? PeekVersion(in Frame frame)
    {
        try
        {
            var reader = new PacketReader(frame.Body);
            return ConnectReader.ReadVersion(ref reader);
        }
        catch (MqttProtocolException)
        {
            return null; // refused at the name or the level: the peer may not speak MQTT at all
        }
    }

    /// <summary>Counts the bytes <see cref="Encode"/> will write.</summary>
    public int EncodedLength() => FrameWriter.Length(this, Version);

    /// <summary>Writes the packet in its <see cref="Version"/>; what that cannot say is left out.</summary>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Encode(Span<byte> destination) => FrameWriter.Write(this, destination, Version);

    void IFrameBody.WriteBody(ref PacketWriter writer, ProtocolVersion version)
    {
        writer.WriteBinary(version == ProtocolVersion.V310 ? "MQIsdp"u8 : "MQTT"u8);
        writer.WriteByte((byte)version);
        writer.WriteByte((byte)ConnectFlagsOf(this));
        writer.WriteUInt16(KeepAlive);
        if (version == ProtocolVersion.V500)
        {
            FrameWriter.WriteProperties(ref writer, this);
        }

        writer.WriteString(ClientId);
        Will?.Write(ref writer, version);
        if (UserName is not null)
        {
            writer.WriteString(UserName);
        }

        if (Password is not null)
        {
            writer.WriteBinary(Password);
        }
    }

    void IPropertyOwner.WriteProperties(ref PacketWriter writer)
    {
        writer.WriteProperty(PropertyId.SessionExpiryInterval, SessionExpiryInterval);
        if (ReceiveMaximum != ushort.MaxValue)
        {
            writer.WriteProperty(PropertyId.ReceiveMaximum, ReceiveMaximum);
        }

        writer.WriteProperty(PropertyId.MaximumPacketSize, MaximumPacketSize);
        if (TopicAliasMaximum != 0)
        {
            writer.WriteProperty(PropertyId.TopicAliasMaximum, TopicAliasMaximum);
        }

        if (RequestResponseInformation)
        {
            writer.WriteProperty(PropertyId.RequestResponseInformation, (byte)1);
        }

        if (!RequestProblemInformation)
        {
            writer.WriteProperty(PropertyId.RequestProblemInformation, (byte)0);
        }

        writer.WriteUserProperties(UserProperties);
        writer.WriteProperty(PropertyId.AuthenticationMethod, AuthenticationMethod);
        writer.WriteProperty(PropertyId.AuthenticationData, AuthenticationData);
    }

    private static ConnectFlags ConnectFlagsOf(ConnectPacket packet)
    {
        var flags = packet.CleanStart ? ConnectFlags.CleanStart : 0;
        flags |= packet.UserName is not null ? ConnectFlags.UserName : 0;
        flags |= packet.Password is not null ? ConnectFlags.Password : 0;
        if (packet.Will is { } will)
        {
            flags |= ConnectFlags.Will | (ConnectFlags)((int)will.Qos << 3) | (will.Retain ? ConnectFlags.WillRetain : 0);
        }

        return flags;
    }
}
