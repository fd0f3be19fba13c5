using System.Buffers.Binary;
using System.Text;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Framing;

/// <summary>Writes the data types of MQTT 5.0 §1.5 one after the other, or only measures what writing them would take.</summary>
/// <remarks>
/// One description of a packet serves both, so that its length and its bytes cannot disagree. Every writing method throws
/// <see cref="ArgumentException"/> when the destination is too small or a value cannot be said in MQTT.
/// </remarks>
public ref struct PacketWriter
{
    /// <summary>The largest value of a variable byte integer.</summary>
    public const int LargestVariableInteger = 268_435_455;

    // Throws where the default would write U+FFFD in place of half a surrogate pair. [MQTT-1.5.4-1]
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Span<byte> _destination;
    private readonly bool _measuring;

    /// <summary>Makes a writer that fills <paramref name="destination"/> from its start.</summary>
    /// <param name="destination">At least as large as what will be written.</param>
    public PacketWriter(Span<byte> destination) => _destination = destination;

    private PacketWriter(bool measuring) => _measuring = measuring;

    /// <summary>Bytes written, or measured, so far.</summary>
    public int Length { get; private set; }

    /// <summary>Makes a writer that counts and writes nothing.</summary>
    public static PacketWriter Measuring() => new(measuring: true);

    /// <summary>Counts the bytes of a variable byte integer: 1 to 4.</summary>
    /// <param name="value">0 to 268,435,455.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value cannot be said in four bytes.</exception>
    public static int VariableIntegerLength(int value) => value switch
    {
        < 0 or > LargestVariableInteger => throw new ArgumentOutOfRangeException(nameof(value), value, "A variable byte integer is 0 to 268,435,455."),
        < 0x80 => 1,
        < 0x4000 => 2,
        < 0x20_0000 => 3,
        _ => 4,
    };

    /// <summary>Writes the fixed header.</summary>
    /// <param name="type">Goes to the high four bits.</param>
    /// <param name="flags">Goes to the low four bits.</param>
    /// <param name="bodyBytes">The remaining length.</param>
    public void WriteHeader(PacketType type, byte flags, int bodyBytes)
    {
        WriteByte((byte)(((int)type << 4) | flags));
        WriteVariableInteger(bodyBytes);
    }

    /// <summary>Writes one byte.</summary>
    /// <param name="value">Any.</param>
    public void WriteByte(byte value)
    {
        var at = Length++;
        if (!_measuring)
        {
            _destination.Slice(at, 1)[0] = value;
        }
    }

    /// <summary>Writes a two-byte integer, high byte first.</summary>
    /// <param name="value">Any.</param>
    public void WriteUInt16(ushort value)
    {
        if (!_measuring)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_destination.Slice(Length, 2), value);
        }

        Length += 2;
    }

    /// <summary>Writes a four-byte integer, high byte first.</summary>
    /// <param name="value">Any.</param>
    public void WriteUInt32(uint value)
    {
        if (!_measuring)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_destination.Slice(Length, 4), value);
        }

        Length += 4;
    }

    /// <summary>Writes a variable byte integer in as few bytes as it needs.</summary>
    /// <param name="value">0 to 268,435,455.</param>
    public void WriteVariableInteger(int value)
    {
        for (var left = VariableIntegerLength(value); left > 1; left--)
        {
            WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        WriteByte((byte)value);
    }

    /// <summary>Writes bytes as they are, without a length.</summary>
    /// <param name="bytes">Any number.</param>
    public void WriteRaw(scoped ReadOnlySpan<byte> bytes)
    {
        if (!_measuring)
        {
            bytes.CopyTo(_destination.Slice(Length, bytes.Length));
        }

        Length += bytes.Length;
    }

    /// <summary>Writes binary data, or a string already in UTF-8: a two-byte length and the bytes.</summary>
    /// <param name="bytes">0 to 65,535 bytes.</param>
    public void WriteBinary(scoped ReadOnlySpan<byte> bytes)
    {
        WriteUInt16(FieldLength(bytes.Length));
        WriteRaw(bytes);
    }

    /// <summary>Writes a string: a two-byte length and its UTF-8.</summary>
    /// <param name="text">At most 65,535 bytes as UTF-8, without U+0000 and without half surrogate pairs.</param>
    public void WriteString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A string in MQTT cannot hold U+0000.", nameof(text));
        }

        var bytes = FieldLength(StrictUtf8.GetByteCount(text));
        WriteUInt16(bytes);
        if (!_measuring)
        {
            StrictUtf8.GetBytes(text, _destination.Slice(Length, bytes));
        }

        Length += bytes;
    }

    private static ushort FieldLength(int bytes) => bytes <= ushort.MaxValue
        ? (ushort)bytes
        : throw new ArgumentException($"A string or binary field of {bytes} bytes; MQTT allows 65,535.", nameof(bytes));
}
