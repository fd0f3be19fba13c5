using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Busroot.Mqtt.Framing;

/// <summary>Reads the data types of MQTT 5.0 §1.5 one after the other; every method moves past what it read.</summary>
/// <param name="bytes">The body of one frame, or a part of it.</param>
/// <remarks>Every method throws <see cref="MalformedPacketException"/> when the bytes end too early. Spans are views, not copies.</remarks>
public ref struct PacketReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Reads one byte.</summary>
    public byte ReadByte() => Take(1)[0];

    /// <summary>Reads a two-byte integer, high byte first.</summary>
    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    /// <summary>Reads a four-byte integer, high byte first.</summary>
    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>Reads a variable byte integer, 0 to 268,435,455.</summary>
    /// <exception cref="MalformedPacketException">Longer than four bytes, or longer than the value needs [MQTT-1.5.5-1].</exception>
    public int ReadVariableInteger()
    {
        var value = 0;
        for (var shift = 0; shift <= 21; shift += 7)
        {
            var group = ReadByte();
            value |= (group & 0x7F) << shift;
            if (group < 0x80)
            {
                return group == 0 && shift > 0 ? throw new MalformedPacketException("A variable byte integer takes more bytes than it needs.") : value;
            }
        }

        throw new MalformedPacketException("A variable byte integer runs past four bytes.");
    }

    /// <summary>Reads binary data: a two-byte length and that many bytes.</summary>
    public ReadOnlySpan<byte> ReadBinary() => Take(ReadUInt16());

    /// <summary>Reads a string as the UTF-8 bytes it is.</summary>
    /// <exception cref="MalformedPacketException">Ill-formed UTF-8, surrogates included [MQTT-1.5.4-1], or U+0000 [MQTT-1.5.4-2]. U+FEFF is kept [MQTT-1.5.4-3].</exception>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        var text = ReadBinary();
        if (!Utf8.IsValid(text) || text.Contains((byte)0))
        {
            throw new MalformedPacketException("A string is not well-formed UTF-8, or holds U+0000.");
        }

        return text;
    }

    /// <summary>Reads a string; the same checks as <see cref="ReadUtf8"/>.</summary>
    public string ReadString() => Encoding.UTF8.GetString(ReadUtf8());

    /// <summary>Reads a section that is preceded by its length as a variable byte integer: the properties of a 5.0 packet.</summary>
    public ReadOnlySpan<byte> ReadSection() => Take(ReadVariableInteger());

    /// <summary>Reads all that is left.</summary>
    public ReadOnlySpan<byte> ReadRest() => Take(_rest.Length);

    /// <summary>Checks that nothing is left.</summary>
    /// <exception cref="MalformedPacketException">Bytes follow where the packet should have ended.</exception>
    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw new MalformedPacketException($"{_rest.Length} bytes follow the end of the packet.");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            ThrowEndsTooEarly();
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    [DoesNotReturn]
    private static void ThrowEndsTooEarly() => throw new MalformedPacketException("The packet ends in the middle of a field.");
}
