using System.Collections.Immutable;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>DISCONNECT: the last packet of a connection; a server sends it only in 5.0. MQTT 5.0 §3.14.</summary>
public sealed record DisconnectPacket : IFrameBody, IPacket
{
    /// <summary>Why; 3.x can say only 0, and leaves the rest out as well.</summary>
    public ReasonCode Reason { get; init; }

    /// <summary>5.0, client only: seconds, in place of what CONNECT said; null leaves that as it is.</summary>
    public uint? SessionExpiryInterval { get; init; }

    /// <summary>5.0: the reason in words.</summary>
    public string? ReasonString { get; init; }

    /// <summary>5.0, server only: another server to use.</summary>
    public string? ServerReference { get; init; }

    /// <summary>5.0: in order.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    PacketType IFrameBody.Type => PacketType.Disconnect;

    byte IFrameBody.Flags => 0;

    private bool HasProperties =>
        SessionExpiryInterval is not null || ReasonString is not null || ServerReference is not null || !UserProperties.IsDefaultOrEmpty;

    /// <summary>Reads a DISCONNECT.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <param name="version">The version of the connection.</param>
    /// <exception cref="MqttProtocolException">The frame is not a correct DISCONNECT of that version.</exception>
    /// <remarks>Whether the sender may use the code, or change the session expiry, is for the receiver to judge.</remarks>
    public static DisconnectPacket Decode(in Frame frame, ProtocolVersion version)
    {
        frame.Expect(PacketType.Disconnect, 0, version);
        var reader = new PacketReader(frame.Body);
        if (version != ProtocolVersion.V500 || reader.Remaining == 0)
        {
            reader.ExpectEnd();
            return new DisconnectPacket();
        }

        var packet = new DisconnectPacket { Reason = ReasonCodeTable.Expect(PacketType.Disconnect, reader.ReadByte()) };
        if (reader.Remaining > 0)
        {
            packet = packet.WithProperties(reader.ReadSection());
        }

        reader.ExpectEnd();
        return packet;
    }

    /// <summary>Counts the bytes <see cref="Encode"/> will write.</summary>
    /// <param name="version">The version of the connection.</param>
    public int EncodedLength(ProtocolVersion version) => FrameWriter.Length(this, version);

    /// <summary>Writes the packet in the shortest form the version allows.</summary>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <param name="version">The version of the connection.</param>
    /// <returns>Bytes written.</returns>
    public int Encode(Span<byte> destination, ProtocolVersion version) => FrameWriter.Write(this, destination, version);

    void IFrameBody.WriteBody(ref PacketWriter writer, ProtocolVersion version)
    {
        if (version != ProtocolVersion.V500 || (Reason == ReasonCode.NormalDisconnection && !HasProperties))
        {
            return;
        }

        writer.WriteByte((byte)Reason);
        if (HasProperties)
        {
            FrameWriter.WriteProperties(ref writer, this);
        }
    }

    void IPropertyOwner.WriteProperties(ref PacketWriter writer)
    {
        writer.WriteProperty(PropertyId.SessionExpiryInterval, SessionExpiryInterval);
        writer.WriteProperty(PropertyId.ReasonString, ReasonString);
        writer.WriteProperty(PropertyId.ServerReference, ServerReference);
        writer.WriteUserProperties(UserProperties);
    }

    private DisconnectPacket WithProperties(ReadOnlySpan<byte> section)
    {
        var packet = this;
        var users = ImmutableArray.CreateBuilder<UserProperty>();
        var properties = new PropertyReader(section, PacketType.Disconnect);
        while (properties.TryRead(out var id))
        {
            if (id == PropertyId.UserProperty)
            {
                users.Add(properties.UserProperty);
                continue;
            }

            packet = id switch
            {
                PropertyId.SessionExpiryInterval => packet with { SessionExpiryInterval = properties.Number },
                PropertyId.ReasonString => packet with { ReasonString = properties.Text },
                _ => packet with { ServerReference = properties.Text },
            };
        }

        return packet with { UserProperties = users.ToImmutable() };
    }
}
