using System.Collections.Immutable;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Properties;

namespace Busroot.Mqtt.Packets;

/// <summary>UNSUBSCRIBE: the client asks for no more messages. MQTT 5.0 §3.10.</summary>
/// <param name="PacketId">1 to 65,535.</param>
/// <param name="Filters">At least one; compared with those subscribed to byte for byte. [MQTT-3.10.4-1]</param>
public sealed record UnsubscribePacket(ushort PacketId, ImmutableArray<string> Filters) : IFrameBody, IPacket
{
    private const byte FixedFlags = 0x02;

    /// <summary>5.0: in order.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = [];

    PacketType IFrameBody.Type => PacketType.Unsubscribe;

    byte IFrameBody.Flags => FixedFlags;

    /// <summary>Reads an UNSUBSCRIBE.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <param name="version">The version of the connection.</param>
    /// <exception cref="MqttProtocolException">The frame is not a correct UNSUBSCRIBE of that version, for instance holds no filter [MQTT-3.10.3-2].</exception>
    public static UnsubscribePacket Decode(in Frame frame, ProtocolVersion version)
    {
        frame.Expect(PacketType.Unsubscribe, FixedFlags, version);
        var reader = new PacketReader(frame.Body);
        var packetId = Acknowledgement.ReadPacketId(ref reader);
        ImmutableArray<UserProperty> users = [];
        if (version == ProtocolVersion.V500)
        {
            var properties = new PropertyReader(reader.ReadSection(), PacketType.Unsubscribe);
            users = Diagnostics.Read(ref properties).UserProperties;
        }

        if (reader.Remaining == 0)
        {
            throw new ProtocolErrorException("An UNSUBSCRIBE without a filter.");
        }

        var filters = ImmutableArray.CreateBuilder<string>();
        while (reader.Remaining > 0)
        {
            filters.Add(reader.ReadString());
        }

        return new UnsubscribePacket(packetId, filters.ToImmutable()) { UserProperties = users };
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

        foreach (var filter in Filters)
        {
            writer.WriteString(filter);
        }
    }

    void IPropertyOwner.WriteProperties(ref PacketWriter writer) => writer.WriteUserProperties(UserProperties);
}
