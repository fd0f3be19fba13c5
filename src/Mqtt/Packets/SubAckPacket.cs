using System.Collections.Immutable;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>SUBACK: answers SUBSCRIBE, a code per filter. MQTT 5.0 §3.9.</summary>
/// <param name="PacketId">That of the SUBSCRIBE.</param>
/// <param name="Codes">In the order of the filters [MQTT-3.9.3-1]; a granted QoS or a failure. 3.x has one failure only, 0x80.</param>
public sealed record SubAckPacket(ushort PacketId, ImmutableArray<ReasonCode> Codes) : IFrameBody, IPacket
{
    /// <summary>5.0: the reason in words.</summary>
    public string? ReasonString { get; init; }

    /// <summary>5.0: in order.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    PacketType IFrameBody.Type => PacketType.SubAck;

    byte IFrameBody.Flags => 0;

    /// <summary>Reads a SUBACK.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <param name="version">The version of the connection.</param>
    /// <exception cref="MqttProtocolException">The frame is not a correct SUBACK of that version.</exception>
    public static SubAckPacket Decode(in Frame frame, ProtocolVersion version)
    {
        frame.Expect(PacketType.SubAck, 0, version);
        var reader = new PacketReader(frame.Body);
        var packet = new SubAckPacket(Acknowledgement.ReadPacketId(ref reader), []);
        if (version == ProtocolVersion.V500)
        {
            var properties = new PropertyReader(reader.ReadSection(), PacketType.SubAck);
            var (reasonString, users) = Diagnostics.Read(ref properties);
            packet = packet with { ReasonString = reasonString, UserProperties = users };
        }

        return packet with { Codes = ReadCodes(ref reader, version) };
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

        foreach (var code in Codes)
        {
            var isOldFailure = version != ProtocolVersion.V500 && code >= ReasonCode.UnspecifiedError;
            writer.WriteByte((byte)(isOldFailure ? ReasonCode.UnspecifiedError : code));
        }
    }

    void IPropertyOwner.WriteProperties(ref PacketWriter writer)
    {
        writer.WriteProperty(PropertyId.ReasonString, ReasonString);
        writer.WriteUserProperties(UserProperties);
    }

    private static ImmutableArray<ReasonCode> ReadCodes(ref PacketReader reader, ProtocolVersion version)
    {
        if (reader.Remaining == 0)
        {
            throw new ProtocolErrorException("A SUBACK without a code.");
        }

        var codes = ImmutableArray.CreateBuilder<ReasonCode>(reader.Remaining);
        while (reader.Remaining > 0)
        {
            var code = ReasonCodeTable.Expect(PacketType.SubAck, reader.ReadByte());
            if (version != ProtocolVersion.V500 && code > ReasonCode.UnspecifiedError)
            {
                throw new ProtocolErrorException($"SUBACK code 0x{(byte)code:X2} is reserved before MQTT 5.0."); // [MQTT-3.9.3-2 of 3.1.1]
            }

            codes.Add(code);
        }

        return codes.MoveToImmutable();
    }
}
