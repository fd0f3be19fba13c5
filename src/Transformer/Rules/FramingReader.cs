using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Rules;

/// <summary>Reads the <c>framing</c> of a field table.</summary>
internal sealed class FramingReader(ProblemLog log)
{
    private static readonly string[] Words = ["modbus-rtu", "modbus-tcp", "tlv"];

    public FramingChoice Read(SourceNode? node)
    {
        switch (node?.Kind)
        {
            case null:
                return FramingChoice.None;
            case JsonValueKind.String when node.Text == "modbus-rtu":
                return new FramingChoice(ModbusFraming.Rtu);
            case JsonValueKind.String when node.Text == "modbus-tcp":
                return new FramingChoice(ModbusFraming.Tcp);
            case JsonValueKind.String when node.Text == "tlv":
                return new FramingChoice(1, 1, ImmutableDictionary<uint, int>.Empty);
            case JsonValueKind.String:
                log.Add(node.At, $"\"framing\" is one of {string.Join(", ", Words)}, not \"{node.Text}\"{ObjectReader.Hint(node.Text, Words)}");
                return FramingChoice.None;
            default:
                return ReadTlv(node);
        }
    }

    private FramingChoice ReadTlv(SourceNode node)
    {
        if (ObjectReader.Open(node, "\"framing\"", ["tlv"], [], log) is not { } framing || framing.Require("tlv", "how tags and lengths are written") is not { } tlv
            || ObjectReader.Open(tlv, "\"tlv\"", ["tagBytes", "lengthBytes", "lengths"], [], log) is not { } options)
        {
            return FramingChoice.None;
        }

        var tagBytes = options.Whole("tagBytes", 1, 4) ?? 1;
        var lengths = ImmutableDictionary.CreateBuilder<uint, int>();
        foreach (var member in options.Members("lengths"))
        {
            if (!TryTag(member.Name, tagBytes, out var tag))
            {
                log.Add(member.At, $"a tag here is {2 * tagBytes} hexadecimal digits, not \"{member.Name}\"");
            }
            else if (member.Value is not { Kind: JsonValueKind.Number, Number: >= 0 and <= 1024 } || member.Value.Number != Math.Floor(member.Value.Number))
            {
                log.Add(member.Value.At, $"a length is a whole number of bytes from 0 to 1024, not {member.Value.Described}");
            }
            else
            {
                lengths[tag] = (int)member.Value.Number;
            }
        }

        return new FramingChoice(tagBytes, options.Whole("lengthBytes", 0, 2) ?? 1, lengths.ToImmutable());
    }

    public static bool TryTag(string text, int tagBytes, out uint tag)
    {
        tag = 0;
        return text.Length == 2 * tagBytes && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out tag);
    }
}

/// <summary>A framing as a table names it, and what its fields may say because of it.</summary>
internal sealed class FramingChoice
{
    private readonly Framing? _modbus;
    private readonly int _tagBytes;
    private readonly int _lengthBytes;
    private readonly ImmutableDictionary<uint, int> _lengths = ImmutableDictionary<uint, int>.Empty;

    private FramingChoice()
    {
    }

    public FramingChoice(Framing modbus)
    {
        _modbus = modbus;
        FieldKeys = ["unit", "bytes"];
    }

    public FramingChoice(int tagBytes, int lengthBytes, ImmutableDictionary<uint, int> lengths)
    {
        (_tagBytes, _lengthBytes, _lengths) = (tagBytes, lengthBytes, lengths);
        FieldKeys = ["tag"];
    }

    public static FramingChoice None { get; } = new();

    /// <summary>Keys a field may have beside the usual ones; none without a framing.</summary>
    public string[] FieldKeys { get; } = [];

    /// <summary>Reads where a field is.</summary>
    public PartFilter ReadPart(ObjectReader field, ProblemLog log)
    {
        if (_tagBytes == 0)
        {
            return new PartFilter(field.Whole("unit", 0, 255), field.Whole("bytes", 1, 255), null);
        }

        var text = field.Require("tag", $"the tag of the value, {2 * _tagBytes} hexadecimal digits") is null ? null : field.Text("tag");
        if (text is not null && !FramingReader.TryTag(text, _tagBytes, out var tag))
        {
            log.Add(field.Find("tag")!.At, $"a tag here is {2 * _tagBytes} hexadecimal digits, not \"{text}\"");
        }
        else if (text is not null && FramingReader.TryTag(text, _tagBytes, out tag))
        {
            return new PartFilter(null, null, tag);
        }

        return default;
    }

    /// <summary>Makes the framing; values of TLV whose length is nowhere written end where the last of their fields ends.</summary>
    public Framing Build(ImmutableArray<BinaryField> fields)
    {
        if (_tagBytes == 0)
        {
            return _modbus ?? Framing.None;
        }

        var lengths = _lengths.ToBuilder();
        foreach (var tag in fields.Where(field => field.Part.Tag is { } tag && !_lengths.ContainsKey(tag)).GroupBy(field => field.Part.Tag!.Value))
        {
            lengths[tag.Key] = tag.Max(field => Math.Max(field.Offset, 0) + field.Length);
        }

        return new TlvFraming(_tagBytes, _lengthBytes, lengths.ToImmutable());
    }
}
