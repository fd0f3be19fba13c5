using System.Text;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Profiles;

/// <summary>Some bytes of a payload, understood as a number.</summary>
/// <param name="Name">What the field table calls it.</param>
/// <param name="Offset">Of the first byte, within the part.</param>
/// <param name="Kind">How the bytes are understood.</param>
/// <param name="Part">In which part of the payload; default for a payload without framing.</param>
internal sealed record BinaryWindow(string Name, int Offset, WindowKind Kind, PartFilter Part)
{
    /// <summary>The number; null when the bytes are not there or are none.</summary>
    public double? Read(ReadOnlySpan<byte> part) =>
        Offset + Kind.Length <= part.Length ? BinaryField.ValueOf(part.Slice(Offset, Kind.Length), Kind.Type, Kind.Order) : null;

    /// <summary>Its line in a field table.</summary>
    public string RuleJson()
    {
        var line = new StringBuilder($"\"{Name}\": {{ ");
        if (Part.Unit is { } unit)
        {
            line.Append($"\"unit\": {unit}, \"bytes\": {Part.Bytes}, ");
        }

        line.Append($"\"offset\": {Offset}, \"type\": \"{Kind.Word}\"");
        return line.Append(Kind.OrderWord is { } order ? $", \"order\": \"{order}\" }}" : " }").ToString();
    }
}

/// <summary>A way to understand bytes.</summary>
/// <param name="Word">The type in a field table.</param>
/// <param name="OrderWord">The order there; null for the usual one.</param>
/// <param name="Type">The same for the reader.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Order">The same for the reader.</param>
internal sealed record WindowKind(string Word, string? OrderWord, FieldType Type, int Length, ByteOrder Order)
{
    /// <summary>One byte.</summary>
    public static WindowKind Byte { get; } = new("u8", null, FieldType.Unsigned, 1, ByteOrder.Abcd);

    /// <summary>Several bytes, in the orders that devices use.</summary>
    public static IReadOnlyList<WindowKind> Wide { get; } =
    [
        new("f32", null, FieldType.Float, 4, ByteOrder.Abcd), new("f32", "CDAB", FieldType.Float, 4, ByteOrder.Cdab), new("f32", "le", FieldType.Float, 4, ByteOrder.Dcba),
        new("u64", null, FieldType.Unsigned, 8, ByteOrder.Abcd),
        new("u32", null, FieldType.Unsigned, 4, ByteOrder.Abcd), new("u32", "CDAB", FieldType.Unsigned, 4, ByteOrder.Cdab), new("u32", "le", FieldType.Unsigned, 4, ByteOrder.Dcba),
        new("u16", null, FieldType.Unsigned, 2, ByteOrder.Abcd), new("u16", "le", FieldType.Unsigned, 2, ByteOrder.Dcba),
    ];

    public bool IsFloat => Type == FieldType.Float;
}
