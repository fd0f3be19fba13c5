namespace Busroot.Mqtt.Packets;

/// <summary>A packet that can be written.</summary>
public interface IPacket
{
    /// <summary>Bytes that <see cref="Encode"/> writes, fixed header included.</summary>
    int EncodedLength(ProtocolVersion version);

    /// <summary>Writes the packet to the start of <paramref name="destination"/>.</summary>
    /// <param name="destination">At least <see cref="EncodedLength"/> bytes.</param>
    /// <param name="version">How the receiver speaks.</param>
    /// <returns>Bytes written.</returns>
    int Encode(Span<byte> destination, ProtocolVersion version);
}
