using System.Buffers.Binary;
using System.Text;

namespace Busroot.Storage.History;

/// <summary>A growing array of bytes that are written one after the other.</summary>
internal sealed class ByteSink(int capacity)
{
    private const int KeptBytes = 1024 * 1024; // what one burst made larger is given back
    private readonly int _capacity = capacity;
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public Span<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > KeptBytes)
        {
            _bytes = new byte[_capacity];
        }
    }

    /// <summary>Takes back what was written after a length.</summary>
    public void Truncate(int length) => Length = length;

    public void Byte(byte value) => Room(1)[0] = value;

    public void Number(ulong value)
    {
        var room = Reserve(10);
        var used = 0;
        while (value >= 0x80)
        {
            room[used++] = (byte)(value | 0x80);
            value >>= 7;
        }

        room[used++] = (byte)value;
        Length += used;
    }

    /// <summary>A number that may be negative; small ones of either sign are short.</summary>
    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Bytes with their length before them.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number((ulong)value.Length);
        value.CopyTo(Room(value.Length));
    }

    /// <summary>Bytes alone.</summary>
    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Room(value.Length));

    /// <summary>A text in UTF-8, without its length.</summary>
    /// <returns>How many bytes it took.</returns>
    public int RawText(ReadOnlySpan<char> value)
    {
        var used = Encoding.UTF8.GetBytes(value, Reserve(Encoding.UTF8.GetMaxByteCount(value.Length)));
        Length += used;
        return used;
    }

    /// <summary>A text in UTF-8 with its length before it.</summary>
    public void Text(ReadOnlySpan<char> value)
    {
        Number((ulong)Encoding.UTF8.GetByteCount(value));
        RawText(value);
    }

    public void Fixed(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value);

    private Span<byte> Room(int count)
    {
        var room = Reserve(count)[..count];
        Length += count;
        return room;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)Length + count)));
        }

        return _bytes.AsSpan(Length);
    }
}
