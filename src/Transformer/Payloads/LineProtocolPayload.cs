using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary><c>line-protocol</c>: InfluxDB points, one a line, read as an array of <c>{ measurement, tags, fields, time }</c>.</summary>
/// <remarks>
/// Fields are numbers (<c>1200i</c> and <c>7u</c> too), true, false or texts. <c>time</c> is the timestamp as written, absent when there is none.
/// Source: docs.influxdata.com, line protocol reference, version 2.
/// </remarks>
internal sealed class LineProtocolPayload : JsonShapedPayload
{
    public override bool TryConvert(ReadOnlySpan<byte> payload, SlotTable slots, out ReadOnlySpan<byte> json, out string? error)
    {
        json = default;
        var writer = slots.Json.Begin();
        writer.WriteStartArray();
        var at = 0;
        var points = 0;
        while (at < payload.Length)
        {
            var line = payload.Slice(at, LineLength(payload[at..]));
            var trimmed = AsciiText.Trim(line);
            if (!trimmed.IsEmpty && trimmed[0] != '#')
            {
                points++;
                if (!new LinePoint(trimmed, writer, slots).TryWrite())
                {
                    error = $"not line protocol at byte {at}: {AsciiText.Excerpt(trimmed)} is no point; expected measurement,tag=value field=value timestamp";
                    return false;
                }
            }

            at += line.Length + 1;
        }

        writer.WriteEndArray();
        json = slots.Json.End();
        error = points == 0 ? "the payload has no point; expected line protocol" : null;
        return points > 0;
    }

    // A line end within a quoted text does not end the line.
    private static int LineLength(ReadOnlySpan<byte> text)
    {
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == '\n' && !quoted)
            {
                return i;
            }
        }

        return text.Length;
    }
}

/// <summary>One line of line protocol on its way to JSON.</summary>
internal ref struct LinePoint(ReadOnlySpan<byte> line, Utf8JsonWriter writer, SlotTable slots)
{
    private ReadOnlySpan<byte> _rest = line;

    //  measurement,tag=value,tag=value field=value,field=value 1650006388943000000
    public bool TryWrite()
    {
        writer.WriteStartObject();
        var name = Take(", "u8);
        JsonWriting.WriteText(writer, "measurement"u8, Plain(name));
        writer.WriteStartObject("tags"u8);
        while (Accept(','))
        {
            var key = Take("=, "u8);
            if (key.IsEmpty || !Accept('='))
            {
                return false;
            }

            JsonWriting.WriteName(writer, Plain(key));
            JsonWriting.WriteText(writer, Plain(Take(", "u8)));
        }

        writer.WriteEndObject();
        if (name.IsEmpty || !Accept(' ') || !TryWriteFields())
        {
            return false;
        }

        return TryWriteTime();
    }

    private bool TryWriteFields()
    {
        _rest = _rest.TrimStart((byte)' ');
        writer.WriteStartObject("fields"u8);
        do
        {
            var key = Take("=, "u8);
            if (key.IsEmpty || !Accept('='))
            {
                return false;
            }

            JsonWriting.WriteName(writer, Plain(key));
            if (!TryWriteValue())
            {
                return false;
            }
        }
        while (Accept(','));
        writer.WriteEndObject();
        return true;
    }

    private bool TryWriteValue()
    {
        if (_rest.StartsWith("\""u8))
        {
            var end = 1;
            while (end < _rest.Length && _rest[end] != '"')
            {
                end += _rest[end] == '\\' ? 2 : 1;
            }

            if (end >= _rest.Length)
            {
                return false;
            }

            JsonWriting.WriteText(writer, Plain(_rest[1..end]));
            _rest = _rest[(end + 1)..];
            return true;
        }

        var word = Take(", "u8);
        var digits = word.Length > 1 && word[^1] is (byte)'i' or (byte)'u' ? word[..^1] : word;
        if (AsciiText.TryNumber(digits, decimalComma: false, out var number))
        {
            JsonWriting.WriteNumber(writer, number);
            return true;
        }

        var isTrue = word.SequenceEqual("t"u8) || word.SequenceEqual("T"u8) || word.SequenceEqual("true"u8) || word.SequenceEqual("True"u8) || word.SequenceEqual("TRUE"u8);
        var isFalse = word.SequenceEqual("f"u8) || word.SequenceEqual("F"u8) || word.SequenceEqual("false"u8) || word.SequenceEqual("False"u8) || word.SequenceEqual("FALSE"u8);
        writer.WriteBooleanValue(isTrue);
        return isTrue || isFalse;
    }

    private bool TryWriteTime()
    {
        var time = AsciiText.Trim(_rest);
        if (!time.IsEmpty && !AsciiText.TryNumber(time, decimalComma: false, out _))
        {
            return false;
        }

        if (!time.IsEmpty)
        {
            writer.WritePropertyName("time"u8);
            AsciiText.TryNumber(time, decimalComma: false, out var number);
            JsonWriting.WriteNumber(writer, number);
        }

        writer.WriteEndObject();
        return true;
    }

    private bool Accept(char expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    // Up to one of some characters that is not escaped.
    private ReadOnlySpan<byte> Take(ReadOnlySpan<byte> ends)
    {
        var length = 0;
        while (length < _rest.Length && !ends.Contains(_rest[length]))
        {
            length += _rest[length] == '\\' && length + 1 < _rest.Length ? 2 : 1;
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    // A backslash is one only before what it escapes.
    private readonly ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
        {
            return text;
        }

        var plain = slots.Work(text.Length);
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            i += text[i] == '\\' && i + 1 < text.Length && text[i + 1] is (byte)',' or (byte)' ' or (byte)'=' or (byte)'"' or (byte)'\\' ? 1 : 0;
            plain[length++] = text[i];
        }

        return plain[..length];
    }
}
