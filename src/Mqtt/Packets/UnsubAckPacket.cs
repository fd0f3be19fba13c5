using System.Collections.Immutable;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>UNSUBACK: answers UNSUBSCRIBE. MQTT 5.0 §3.11.</summary>
/// <param name="PacketId">That of the UNSUBSCRIBE.</param>
/// <param name="Codes">5.0: one per filter, in their order [MQTT-3.11.3-1]; empty in 3.x, which has none.</param>
public sealed record UnsubAckPacket(ushort PacketId, ImmutableArray<ReasonCode> Codes) : IFrameBody, IPacket
{
    /// <summary>5.0: the reason in words.</summary>
    public string? ReasonString { get; init; }

    /// <summary>5.0: in order.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    PacketType IFrameBody.Type => PacketType.UnsubAck;

    byte IFrameBody.Flags => 0;

    /// <summary>Reads an UNSUBACK.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <param name="version">The version of the connection.</param>
    /// <exception cref="MqttProtocolException">The frame is not a correct UNSUBACK of that version.</exception>
    public static UnsubAckPacket Decode(in Frame frame, ProtocolVersion version)
    {
        frame.Expect(PacketType.UnsubAck, 0, version);
        var reader = new PacketReader(frame.Body);
        var packetId = Acknowledgement.ReadPacketId(ref reader);
        if (version != ProtocolVersion.V500)
        {
            reader.ExpectEnd();
            return new UnsubAckPacket(packetId, []);
        }

        var properties = new PropertyReader(reader.ReadSection(), PacketType.UnsubAck);
        var (reasonString, users) = Diagnostics.Read(ref properties);
        return new UnsubAckPacket(packetId, ReadCodes(ref reader)) { ReasonString = reasonString, UserProperties = users };
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
        if (version != ProtocolVersion.V500)
        {
            return;
        }

        FrameWriter.WriteProperties(ref writer, this);
        foreach (var code in Codes)
        {
            writer.WriteByte((byte)code);
        }
    }

    void IPropertyOwner.WriteProperties(ref PacketWriter writer)
    {
        writer.WriteProperty(PropertyId.ReasonString, ReasonString);
        writer.WriteUserProperties(UserProperties);
    }

    private static ImmutableArray<ReasonCode> ReadCodes(ref PacketReader reader)
    {
        if (reader.Remaining == 0)
        {
            throw new ProtocolErrorException("An UNSUBACK without a code.");
        }

        var codes = ImmutableArray.CreateBuilder<ReasonCode>(reader.Remaining);
        while (reader.Remaining > 0)
        {
            codes.Add(ReasonCodeTable.Expect(PacketType.UnsubAck, reader.ReadByte()));
        }

        return codes.MoveToImmutable();
    }
}
