namespace Busroot.Storage.History;

/// <summary>Reads what <see cref="ByteSink"/> wrote; never past its end, whatever the bytes say.</summary>
internal ref struct ByteSource(ReadOnlySpan<byte> bytes, int position = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; } = position;

    public readonly bool IsAtEnd => Position >= _bytes.Length;

    /// <exception cref="InvalidDataException">The bytes end before.</exception>
    public byte Byte() => IsAtEnd ? throw Cut() : _bytes[Position++];

    /// <exception cref="InvalidDataException">The bytes end before, or it has more than 64 bits.</exception>
    public ulong Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var group = Byte();
            value |= (ulong)(group & 0x7F) << shift;
            if (group < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number is too long");
    }

    public long Signed()
    {
        var value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>An index below a bound, or up to another number.</summary>
    public int Below(int bound)
    {
        var value = Number();
        return value < (ulong)bound ? (int)value : throw new InvalidDataException("a number is out of its range");
    }

    /// <summary>Bytes with their length before them.</summary>
    public ReadOnlySpan<byte> Bytes() => Raw(Below(int.MaxValue));

    /// <summary>Where bytes with their length before them are; they are passed over.</summary>
    public Extent Extent()
    {
        var length = Below(int.MaxValue);
        var start = Position;
        Raw(length);
        return new Extent(start, length);
    }

    private ReadOnlySpan<byte> Raw(int length)
    {
        if (length > _bytes.Length - Position)
        {
            throw Cut();
        }

        var found = _bytes.Slice(Position, length);
        Position += length;
        return found;
    }

    private static InvalidDataException Cut() => new("the bytes end in the middle of a frame");
}

/// <summary>A part of a run's bytes.</summary>
internal readonly record struct Extent(int Start, int Length);
