using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Mapping;

/// <summary>The counts a mapping keeps between readings of a device: members of one object in the rule's state, visible to people.</summary>
/// <remarks>
/// <c>{"$busroot":{"delta production_complete_good":1205}}</c>; what else the state holds, left by a script that served the device before, is kept.
/// Owner: one runner; not thread-safe. Cost: nothing for mappings without <c>delta</c>.
/// </remarks>
internal sealed class RuleMemory
{
    /// <summary>The member of the state that belongs to the helpers, in mappings and in scripts.</summary>
    public const string ReservedName = "$busroot";

    private readonly Dictionary<string, CounterMark> _counts = new(StringComparer.Ordinal);
    private readonly List<(string Name, byte[] Json)> _others = [];
    private readonly List<(string Name, byte[] Json)> _otherMembers = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    /// <summary>Whether anything was kept since <see cref="TryLoad"/>.</summary>
    public bool IsChanged { get; private set; }

    public CounterMark? this[string key] => _counts.TryGetValue(key, out var count) ? count : null;

    /// <summary>Takes in what is stored.</summary>
    /// <param name="json">The rule's state for the device; empty for none.</param>
    /// <returns><see langword="false"/> when it is not a JSON object.</returns>
    public bool TryLoad(ReadOnlySpan<byte> json)
    {
        _counts.Clear();
        _others.Clear();
        _otherMembers.Clear();
        IsChanged = false;
        if (json.IsEmpty)
        {
            return true;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonPath.MostSegments });
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && TryReadMembers(ref reader, json);
        }
        catch (JsonException) // the boundary of the base library's reader: it has no Try form
        {
            return false;
        }
    }

    /// <summary>Keeps a count until the next reading.</summary>
    public void Keep(string key, CounterMark count)
    {
        if (this[key] != count)
        {
            _counts[key] = count;
            IsChanged = true;
        }
    }

    /// <summary>Writes the state as it is now; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write()
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer);
        writer.WriteStartObject();
        WriteRaw(_others, writer);
        writer.WriteStartObject(ReservedName);
        WriteRaw(_otherMembers, writer);
        foreach (var (key, count) in _counts)
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(Text(count), skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return _buffer.WrittenSpan;
    }

    private static string Text(CounterMark mark) =>
        mark.BeforeGlitch is { } before ? string.Create(CultureInfo.InvariantCulture, $"[{mark.Count:R},{before:R}]") : mark.Count.ToString("R", CultureInfo.InvariantCulture);

    private static void WriteRaw(List<(string Name, byte[] Json)> members, Utf8JsonWriter writer)
    {
        foreach (var (name, json) in members)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json, skipInputValidation: true);
        }
    }

    private bool TryReadMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == ReservedName && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadOwn(ref reader, json);
            }
            else
            {
                _others.Add((name, Raw(ref reader, json)));
            }
        }

        return true;
    }

    private void ReadOwn(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = reader;
            if (TryReadMark(ref reader, out var mark))
            {
                _counts[name] = mark;
            }
            else
            {
                reader = start;
                _otherMembers.Add((name, Raw(ref reader, json)));
            }
        }
    }

    // Also takes what a script's helper of another name left there in the same form; it is written back as it was.
    private static bool TryReadMark(ref Utf8JsonReader reader, out CounterMark mark)
    {
        mark = default;
        if (TryNumber(reader, out var count))
        {
            mark = new CounterMark(count);
            return true;
        }

        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || !TryNumber(reader, out count) || !reader.Read() || !TryNumber(reader, out var before))
        {
            return false;
        }

        mark = new CounterMark(count, before);
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    private static bool TryNumber(in Utf8JsonReader reader, out double number)
    {
        number = 0;
        return reader.TokenType == JsonTokenType.Number && AsciiText.TryNumber(reader.ValueSpan, decimalComma: false, out number);
    }

    private static byte[] Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed].ToArray();
    }
}
