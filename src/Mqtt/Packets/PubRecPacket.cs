using System.Collections.Immutable;
using Busroot.Mqtt.Framing;

namespace Busroot.Mqtt.Packets;

/// <summary>PUBREC. Answers a QoS 2 PUBLISH: stored, or refused when the reason is 0x80 or above. MQTT 5.0 §3.5.</summary>
/// <param name="PacketId">1 to 65,535.</param>
/// <param name="Reason">Said only in 5.0; one of those §3.5 lists for PUBREC.</param>
/// <param name="ReasonString">5.0: the reason in words, or null.</param>
/// <param name="UserProperties">5.0: in order; empty when there are none.</param>
/// <remarks>Cost: the plain form (reason 0, no properties) is four bytes in every version; reading and writing it allocates nothing.</remarks>
public readonly record struct PubRecPacket(
    ushort PacketId, ReasonCode Reason = ReasonCode.Success, string? ReasonString = null, ImmutableArray<UserProperty> UserProperties = default) : IPacket
{
    private const byte Flags = 0x00;

    /// <summary>5.0: in order; empty when there are none.</summary>
    public ImmutableArray<UserProperty> UserProperties { get; init; } = UserProperties.IsDefault ? [] : UserProperties;

    private Acknowledgement Wire => new(PacketType.PubRec, Flags, PacketId, Reason, ReasonString, UserProperties);

    /// <summary>Reads a PUBREC.</summary>
    /// <param name="frame">A whole frame of this type.</param>
    /// <param name="version">The version of the connection.</param>
    /// <exception cref="MqttProtocolException">The frame is not a correct PUBREC of that version.</exception>
    public static PubRecPacket Decode(in Frame frame, ProtocolVersion version)
    {
        var wire = Acknowledgement.Decode(frame, PacketType.PubRec, Flags, version);
        return new PubRecPacket(wire.PacketId, wire.Reason, wire.ReasonString, wire.UserProperties);
    }

    /// <summary>Counts the bytes <see cref="Encode"/> will write.</summary>
    /// <param name="version">The version of the connection.</param>
    public int EncodedLength(ProtocolVersion version) => Wire.EncodedLength(version);

    /// <summary>Writes the packet in the shortest form the version allows.</summary>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <param name="version">The version of the connection; 3.x can say only the identifier.</param>
    /// <returns>Bytes written.</returns>
    public int Encode(Span<byte> destination, ProtocolVersion version) => Wire.Encode(destination, version);
}
