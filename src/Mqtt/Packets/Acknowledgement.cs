using System.Buffers.Binary;
using System.Collections.Immutable;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>What PUBACK, PUBREC, PUBREL and PUBCOMP have in common, which is all but their name. MQTT 5.0 §3.4 to §3.7.</summary>
/// <remarks>The plain form (reason 0, no properties) is four bytes in every version; neither reading nor writing it allocates.</remarks>
internal readonly record struct Acknowledgement(
    PacketType Type, byte Flags, ushort PacketId, ReasonCode Reason, string? ReasonString, ImmutableArray<UserProperty> UserProperties) : IFrameBody
{
    private const int PlainBytes = 4;

    private bool HasProperties => ReasonString is not null || !UserProperties.IsDefaultOrEmpty;

    public static Acknowledgement Decode(in Frame frame, PacketType type, byte flags, ProtocolVersion version)
    {
        frame.Expect(type, flags, version);
        var reader = new PacketReader(frame.Body);
        var plain = new Acknowledgement(type, flags, PacketId: ReadPacketId(ref reader), ReasonCode.Success, null, default);
        if (version != ProtocolVersion.V500 || reader.Remaining == 0)
        {
            reader.ExpectEnd();
            return plain;
        }

        plain = plain with { Reason = ReasonCodeTable.Expect(type, reader.ReadByte()) };
        return reader.Remaining == 0 ? plain : plain.WithProperties(ref reader);
    }

    /// <summary>Reads a packet identifier, which is never 0. [MQTT-2.2.1-3]</summary>
    public static ushort ReadPacketId(ref PacketReader reader)
    {
        var id = reader.ReadUInt16();
        return id != 0 ? id : throw new ProtocolErrorException("A packet identifier of 0.");
    }

    public int EncodedLength(ProtocolVersion version) => IsPlain(version) ? PlainBytes : FrameWriter.Length(this, version);

    public int Encode(Span<byte> destination, ProtocolVersion version)
    {
        if (!IsPlain(version))
        {
            return FrameWriter.Write(this, destination, version);
        }

        destination[0] = (byte)(((int)Type << 4) | Flags);
        destination[1] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], PacketId);
        return PlainBytes;
    }

    // Written only in 5.0 and only when there is more than the identifier to say.
    public void WriteBody(ref PacketWriter writer, ProtocolVersion version)
    {
        writer.WriteUInt16(PacketId);
        writer.WriteByte((byte)Reason);
        if (HasProperties)
        {
            FrameWriter.WriteProperties(ref writer, this);
        }
    }

    public void WriteProperties(ref PacketWriter writer)
    {
        writer.WriteProperty(PropertyId.ReasonString, ReasonString);
        writer.WriteUserProperties(UserProperties);
    }

    private bool IsPlain(ProtocolVersion version) => version != ProtocolVersion.V500 || (Reason == ReasonCode.Success && !HasProperties);

    private Acknowledgement WithProperties(ref PacketReader reader)
    {
        var properties = new PropertyReader(reader.ReadSection(), Type);
        var diagnostics = Diagnostics.Read(ref properties);
        reader.ExpectEnd();
        return this with { ReasonString = diagnostics.ReasonString, UserProperties = diagnostics.UserProperties };
    }
}
