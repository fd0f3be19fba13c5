using System.Collections.Immutable;
using System.Globalization;

namespace Busroot.Transformer.Payloads;

/// <summary>How the bytes of a field are to be understood.</summary>
internal enum FieldType
{
    Unsigned,
    Signed,
    Float,
    Bcd,
}

/// <summary>In which order a field's bytes arrive; the letters are those of a 32-bit value, A the most significant byte.</summary>
internal enum ByteOrder
{
    /// <summary>Most significant first (<c>be</c>).</summary>
    Abcd,

    /// <summary>Least significant first (<c>le</c>).</summary>
    Dcba,

    /// <summary>16-bit registers, low register first, bytes in a register most significant first.</summary>
    Cdab,

    /// <summary>16-bit registers, high register first, bytes in a register swapped.</summary>
    Badc,
}

/// <summary>One line of a field table.</summary>
/// <param name="Name">What a path calls it.</param>
/// <param name="Offset">Of its first byte; negative from the end of the payload.</param>
/// <param name="Type">How the bytes are to be understood.</param>
/// <param name="Length">In bytes: 1, 2, 4 or 8; for BCD 1 to 8.</param>
/// <param name="Order">Order of the bytes.</param>
/// <param name="Bit">Only this bit of an unsigned integer, 0 the least significant, as 0 or 1; null for the whole.</param>
/// <param name="Scale">Factor on the value.</param>
/// <param name="Invalid">Raw values, before scaling, that mean "no value".</param>
/// <param name="Part">In which part of the payload it is; offsets count within it.</param>
internal sealed record BinaryField(
    string Name, int Offset, FieldType Type, int Length, ByteOrder Order, int? Bit, double Scale, ImmutableArray<double> Invalid,
    PartFilter Part = default)
{
    /// <summary>Puts the value into a slot; outside the part it stays missing, an invalid marker becomes null.</summary>
    public void Read(ReadOnlySpan<byte> bytes, SlotTable slots, int slot)
    {
        var start = Offset < 0 ? bytes.Length + Offset : Offset;
        if (start < 0 || start > bytes.Length - Length)
        {
            return;
        }

        Span<byte> ordered = stackalloc byte[8];
        ordered = ordered[..Length];
        Arrange(bytes.Slice(start, Length), ordered, Order);
        if (!TryValue(ordered, Type, Bit, out var raw) || !double.IsFinite(raw))
        {
            slots.Set(slot, SlotKind.Unusable); // NaN, or a BCD digit above 9
        }
        else if (Invalid.AsSpan().Contains(raw))
        {
            slots.Set(slot, SlotKind.Null);
        }
        else
        {
            slots.SetNumber(slot, raw * Scale);
        }
    }

    private static void Arrange(ReadOnlySpan<byte> bytes, Span<byte> ordered, ByteOrder order)
    {
        bytes.CopyTo(ordered);
        if (order is ByteOrder.Dcba or ByteOrder.Cdab)
        {
            ordered.Reverse();
        }

        if (order is ByteOrder.Badc or ByteOrder.Cdab)
        {
            for (var i = 0; i + 1 < ordered.Length; i += 2)
            {
                (ordered[i], ordered[i + 1]) = (ordered[i + 1], ordered[i]);
            }
        }
    }

    /// <summary>The value that some bytes stand for.</summary>
    /// <param name="bytes">1 to 8 of them, in the order in which they came.</param>
    /// <param name="type">What they are.</param>
    /// <param name="order">How they are ordered.</param>
    /// <returns>Null for NaN, infinity, and a BCD digit above 9.</returns>
    public static double? ValueOf(ReadOnlySpan<byte> bytes, FieldType type, ByteOrder order)
    {
        Span<byte> ordered = stackalloc byte[8];
        ordered = ordered[..bytes.Length];
        Arrange(bytes, ordered, order);
        return TryValue(ordered, type, bit: null, out var value) && double.IsFinite(value) ? value : null;
    }

    private static bool TryValue(ReadOnlySpan<byte> ordered, FieldType type, int? bit, out double value)
    {
        var bits = 0UL;
        foreach (var b in ordered)
        {
            bits = (bits << 8) | b;
        }

        value = type switch
        {
            FieldType.Unsigned => bit is { } place ? (bits >> place) & 1 : bits,
            FieldType.Signed => (long)(bits << (64 - (8 * ordered.Length))) >> (64 - (8 * ordered.Length)),
            FieldType.Float when ordered.Length == 8 => BitConverter.UInt64BitsToDouble(bits),
            FieldType.Float => Shortest(BitConverter.UInt32BitsToSingle((uint)bits)),
            _ => FromBcd(ordered),
        };
        return value >= 0 || type != FieldType.Bcd;
    }

    // 1234.56 as float32 is 1234.56005859375. The meter meant the shortest decimal that gives the same float, so that is what we publish.
    private static double Shortest(float value)
    {
        Span<byte> text = stackalloc byte[32];
        return float.IsFinite(value) && value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture)
            ? double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture)
            : value;
    }

    private static double FromBcd(ReadOnlySpan<byte> ordered)
    {
        var value = 0.0;
        foreach (var b in ordered)
        {
            var (high, low) = (b >> 4, b & 15);
            if (high > 9 || low > 9)
            {
                return -1;
            }

            value = (value * 100) + (high * 10) + low;
        }

        return value;
    }
}
