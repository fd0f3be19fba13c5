using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Framing;

/// <summary>A whole MQTT frame, not yet decoded: a view into the receive buffer, valid as long as that is.</summary>
/// <param name="type">High four bits of the first byte.</param>
/// <param name="flags">Low four bits of the first byte.</param>
/// <param name="body">Everything after the remaining length.</param>
public readonly ref struct Frame(PacketType type, byte flags, ReadOnlySpan<byte> body)
{
    /// <summary>High four bits of the first byte; never 0.</summary>
    public PacketType Type { get; } = type;

    /// <summary>Low four bits of the first byte; what they mean depends on the type.</summary>
    public byte Flags { get; } = flags;

    /// <summary>Variable header and payload, 0 to 268,435,455 bytes.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;

    /// <summary>False when the remaining length was spelled with more bytes than it needs: legal in 3.x, malformed in 5.0 [MQTT-1.5.5-1].</summary>
    internal bool IsLengthMinimal { get; init; } = true;

    /// <summary>Checks what every packet of a type has in common, before its body is read.</summary>
    internal void Expect(PacketType type, byte flags, ProtocolVersion version)
    {
        // 3.1 lets a sender mark the repeat of PUBREL, SUBSCRIBE and UNSUBSCRIBE with the DUP bit; later versions reserve it.
        var ignored = version == ProtocolVersion.V310 ? 0x08 : 0;
        if ((Flags & ~ignored) != flags)
        {
            throw new MalformedPacketException($"{type} has flags {Flags:X}; they must be {flags:X}.");
        }

        ExpectType(type, version);
    }

    internal void ExpectType(PacketType type, ProtocolVersion version)
    {
        if (Type != type)
        {
            throw new ProtocolErrorException($"{Type} where {type} was expected.");
        }

        if (!IsLengthMinimal && version == ProtocolVersion.V500)
        {
            throw new MalformedPacketException($"The remaining length of {type} takes more bytes than it needs.");
        }
    }
}
