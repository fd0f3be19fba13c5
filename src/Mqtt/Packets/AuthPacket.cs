using System.Collections.Immutable;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>AUTH: a step of extended authentication; 5.0 only. MQTT 5.0 §3.15.</summary>
public sealed record AuthPacket : IFrameBody, IPacket
{
    /// <summary>Success, Continue authentication, or Re-authenticate.</summary>
    public ReasonCode Reason { get; init; }

    /// <summary>That of CONNECT; null only in the short form (reason 0 and nothing else).</summary>
    public string? AuthenticationMethod { get; init; }

    /// <summary>What the method says; null when nothing.</summary>
    public byte[]? AuthenticationData { get; init; }

    /// <summary>The reason in words.</summary>
    public string? ReasonString { get; init; }

    /// <summary>In order.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    PacketType IFrameBody.Type => PacketType.Auth;

    byte IFrameBody.Flags => 0;

    private bool IsShort => this is { Reason: ReasonCode.Success, AuthenticationMethod: null, AuthenticationData: null, ReasonString: null }
        && UserProperties.IsDefaultOrEmpty;

    /// <summary>Reads an AUTH.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <param name="version">The version of the connection.</param>
    /// <exception cref="MqttProtocolException">The frame is not a correct AUTH, names no method, or the connection is not 5.0.</exception>
    public static AuthPacket Decode(in Frame frame, ProtocolVersion version)
    {
        frame.Expect(PacketType.Auth, 0, version);
        ExpectVersion5(version);
        var reader = new PacketReader(frame.Body);
        if (reader.Remaining == 0)
        {
            return new AuthPacket();
        }

        var packet = new AuthPacket { Reason = ReasonCodeTable.Expect(PacketType.Auth, reader.ReadByte()) };
        packet = packet.WithProperties(reader.ReadSection());
        reader.ExpectEnd();
        return packet.AuthenticationMethod is not null ? packet : throw new ProtocolErrorException("AUTH without an authentication method.");
    }

    /// <summary>Counts the bytes <see cref="Encode"/> will write.</summary>
    /// <param name="version">Must be 5.0.</param>
    public int EncodedLength(ProtocolVersion version) => FrameWriter.Length(this, version);

    /// <summary>Writes the packet.</summary>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <param name="version">Must be 5.0.</param>
    /// <returns>Bytes written.</returns>
    public int Encode(Span<byte> destination, ProtocolVersion version) => FrameWriter.Write(this, destination, version);

    void IFrameBody.WriteBody(ref PacketWriter writer, ProtocolVersion version)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual((int)version, (int)ProtocolVersion.V500, nameof(version));
        if (IsShort)
        {
            return;
        }

        writer.WriteByte((byte)Reason);
        FrameWriter.WriteProperties(ref writer, this);
    }

    void IPropertyOwner.WriteProperties(ref PacketWriter writer)
    {
        writer.WriteProperty(PropertyId.AuthenticationMethod, AuthenticationMethod);
        writer.WriteProperty(PropertyId.AuthenticationData, AuthenticationData);
        writer.WriteProperty(PropertyId.ReasonString, ReasonString);
        writer.WriteUserProperties(UserProperties);
    }

    private static void ExpectVersion5(ProtocolVersion version)
    {
        if (version != ProtocolVersion.V500)
        {
            throw new MalformedPacketException("Packet type 15 is reserved before MQTT 5.0.");
        }
    }

    private AuthPacket WithProperties(ReadOnlySpan<byte> section)
    {
        var packet = this;
        var users = ImmutableArray.CreateBuilder<UserProperty>();
        var properties = new PropertyReader(section, PacketType.Auth);
        while (properties.TryRead(out var id))
        {
            if (id == PropertyId.UserProperty)
            {
                users.Add(properties.UserProperty);
                continue;
            }

            packet = id switch
            {
                PropertyId.AuthenticationMethod => packet with { AuthenticationMethod = properties.Text },
                PropertyId.AuthenticationData => packet with { AuthenticationData = properties.Value.ToArray() },
                _ => packet with { ReasonString = properties.Text },
            };
        }

        return packet with { UserProperties = users.ToImmutable() };
    }
}
