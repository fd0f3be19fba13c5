using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary><c>key-value</c>: pairs such as <c>CNT=001234 RUN=1</c>, read as an object of texts.</summary>
/// <param name="separator">What stands between pairs, line ends aside; null for blanks, commas, semicolons and ampersands.</param>
/// <param name="equals">What stands between key and value.</param>
/// <param name="decimalComma">Numbers are written 15774,45.</param>
internal sealed class KeyValuePayload(byte? separator, byte equals, bool decimalComma) : JsonShapedPayload
{
    public override bool DecimalComma => decimalComma;

    public override bool TryConvert(ReadOnlySpan<byte> payload, SlotTable slots, out ReadOnlySpan<byte> json, out string? error)
    {
        json = default;
        var at = payload.StartsWith("\uFEFF"u8) ? 3 : 0;
        var writer = slots.Json.Begin();
        writer.WriteStartObject();
        var pairs = 0;
        while (SkipSeparators(payload, ref at))
        {
            var start = at;
            if (separator is not null && IsNoPair(payload[at..], out var length))
            {
                at += length; // a number in front, a checksum behind: what lies between separators is told apart for sure
                continue;
            }

            if (!TryReadPair(payload, ref at, writer))
            {
                error = $"not a key{(char)equals}value pair at byte {start}: {AsciiText.Excerpt(payload[start..at])}";
                return false;
            }

            pairs++;
        }

        writer.WriteEndObject();
        json = slots.Json.End();
        error = pairs == 0 ? $"the payload has no pair; expected key{(char)equals}value" : null;
        return pairs > 0;
    }

    private bool SkipSeparators(ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length && (IsSeparator(text[at]) || text[at] is (byte)' ' or (byte)'\t' or 0))
        {
            at++;
        }

        return at < text.Length;
    }

    private bool TryReadPair(ReadOnlySpan<byte> text, ref int at, Utf8JsonWriter writer)
    {
        var rest = text[at..];
        var mark = 0;
        while (mark < rest.Length && rest[mark] != equals && rest[mark] is not ((byte)'\n' or (byte)'\r'))
        {
            mark++;
        }

        var key = AsciiText.Trim(rest[..mark]);
        if (mark == rest.Length || rest[mark] != equals || key.IsEmpty || key.Length > SlotTable.LongestText)
        {
            at += mark;
            return false;
        }

        var value = rest[(mark + 1)..];
        var quoted = value.Length > 0 && value[0] == '"' ? value[1..].IndexOf((byte)'"') : -1;
        var length = quoted >= 0 ? quoted + 2 : EndOf(value);
        JsonWriting.WriteText(writer, key, quoted >= 0 ? value.Slice(1, quoted) : AsciiText.Trim(value[..length]));
        at += mark + 1 + length;
        return true;
    }

    private bool IsNoPair(ReadOnlySpan<byte> rest, out int length)
    {
        length = EndOf(rest);
        return rest[..length].IndexOf(equals) < 0;
    }

    private int EndOf(ReadOnlySpan<byte> value)
    {
        var length = 0;
        while (length < value.Length && !IsSeparator(value[length]))
        {
            length++;
        }

        return length;
    }

    private bool IsSeparator(byte c) =>
        c is (byte)'\n' or (byte)'\r' || (separator is { } only ? c == only : c is (byte)' ' or (byte)'\t' or (byte)';' or (byte)'&' || (c == ',' && !decimalComma));
}
