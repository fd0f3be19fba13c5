using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Rules;

/// <summary>Reads the field table of a binary or hex payload.</summary>
internal sealed class FieldTableReader(ProblemLog log)
{
    private const int LargestOffset = 1_000_000;

    private static readonly Dictionary<string, (FieldType Type, int Length)> Types = new(StringComparer.Ordinal)
    {
        ["u8"] = (FieldType.Unsigned, 1),
        ["u16"] = (FieldType.Unsigned, 2),
        ["u32"] = (FieldType.Unsigned, 4),
        ["u64"] = (FieldType.Unsigned, 8),
        ["i8"] = (FieldType.Signed, 1),
        ["i16"] = (FieldType.Signed, 2),
        ["i32"] = (FieldType.Signed, 4),
        ["i64"] = (FieldType.Signed, 8),
        ["f32"] = (FieldType.Float, 4),
        ["f64"] = (FieldType.Float, 8),
        ["bcd"] = (FieldType.Bcd, 0),
    };

    private static readonly string[] Known = ["offset", "type", "order", "length", "bit", "scale", "not"];

    /// <summary>Reads a table.</summary>
    /// <param name="node">The object that holds it.</param>
    /// <param name="name">The format's.</param>
    /// <param name="encoding">What the payload's bytes stand for.</param>
    /// <returns>Null when there is a problem.</returns>
    public BinaryPayload? Read(SourceNode node, string name, ByteEncoding encoding)
    {
        if (ObjectReader.Open(node, $"\"{name}\"", ["fields", "framing"], [], log) is not { } table
            || table.Require("fields", "a table such as {\"kwh\": {\"offset\": 3, \"type\": \"f32\"}}") is not { } fields)
        {
            return null;
        }

        if (fields is { Kind: JsonValueKind.Object, Members.Count: 0 })
        {
            log.Add(fields.At, "\"fields\" lists at least one field");
        }

        var framing = new FramingReader(log).Read(table.Find("framing"));
        var members = table.Members("fields");
        var read = members.Select(member => ReadField(member, framing)).OfType<BinaryField>().ToImmutableArray();
        return read.IsEmpty || read.Length < members.Count ? null : new BinaryPayload(read, encoding, framing.Build(read));
    }

    private BinaryField? ReadField(SourceMember member, FramingChoice framing)
    {
        if (ObjectReader.Open(member.Value, $"field \"{member.Name}\"", [.. Known, .. framing.FieldKeys], [], log) is not { } field)
        {
            return null;
        }

        if (framing.FieldKeys.Length == 0)
        {
            field.Require("offset", "where the field starts, in bytes; negative from the end");
        }

        field.Require("type", $"one of {string.Join(", ", Types.Keys)}");
        var offset = field.Find("offset") is null ? 0 : field.Whole("offset", -LargestOffset, LargestOffset);
        var word = field.Find("type") is null ? null : field.Word("type", "", [.. Types.Keys]);
        if (word is null || offset is null)
        {
            return null;
        }

        var (type, length) = Types[word];
        length = type == FieldType.Bcd ? ReadBcdLength(field) : NoLength(field, length);
        if (offset < 0 && offset + length > 0)
        {
            log.Add(field.Find("offset")!.At, $"{length} bytes do not fit behind offset {offset}; the last place for them is -{length}");
        }

        var scale = field.Find("scale") is { } factor ? ReadNumber(factor) : 1;
        return new BinaryField(
            member.Name, offset.Value, type, length, ReadOrder(field, length), ReadBit(field, type, length), scale, ReadInvalid(field), framing.ReadPart(field, log));
    }

    private static int ReadBcdLength(ObjectReader field)
    {
        field.Require("length", "how many bytes of two digits each");
        return field.Whole("length", 1, 8) ?? 1;
    }

    private int NoLength(ObjectReader field, int length)
    {
        if (field.Find("length") is { } node)
        {
            log.Add(node.At, "\"length\" belongs to type bcd only; the other types say their length");
        }

        return length;
    }

    private ByteOrder ReadOrder(ObjectReader field, int length)
    {
        var word = field.Word("order", "be", "be", "le", "ABCD", "DCBA", "CDAB", "BADC");
        if (word is "CDAB" or "BADC" && length % 2 != 0)
        {
            log.Add(field.Find("order")!.At, $"\"{word}\" speaks of 16-bit registers; this field has {length} byte{(length == 1 ? "" : "s")}");
        }

        return word switch
        {
            "le" or "DCBA" => ByteOrder.Dcba,
            "CDAB" => ByteOrder.Cdab,
            "BADC" => ByteOrder.Badc,
            _ => ByteOrder.Abcd,
        };
    }

    private int? ReadBit(ObjectReader field, FieldType type, int length)
    {
        if (field.Find("bit") is { } node && type != FieldType.Unsigned)
        {
            log.Add(node.At, "\"bit\" needs an unsigned type: u8, u16, u32 or u64");
            return null;
        }

        return field.Whole("bit", 0, (8 * length) - 1);
    }

    private ImmutableArray<double> ReadInvalid(ObjectReader field) => [.. field.Items("not").Select(ReadNumber)];

    // JSON has no hexadecimal numbers, and nobody recognises 4294967295.
    private double ReadNumber(SourceNode node)
    {
        if (node.Kind == JsonValueKind.Number && double.IsFinite(node.Number))
        {
            return node.Number;
        }

        if (node.Kind == JsonValueKind.String && node.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && ulong.TryParse(node.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        log.Add(node.At, $"a number, or a hexadecimal one as a text such as \"0xFFFF\", is needed here, not {node.Described}");
        return 1;
    }
}
