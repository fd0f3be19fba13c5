using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Mapping;

/// <summary>The numbers a mapping keeps between readings of a device: members of one object in the rule's state, visible to people.</summary>
/// <remarks>
/// <c>{"$busroot":{"delta production_complete_good":1205}}</c>; what else the state holds, left by a script that served the device before, is kept.
/// Owner: one runner; not thread-safe. Cost: nothing for mappings without <c>delta</c>.
/// </remarks>
internal sealed class RuleMemory
{
    /// <summary>The member of the state that belongs to the helpers, in mappings and in scripts.</summary>
    public const string ReservedName = "$busroot";

    private readonly Dictionary<string, double> _numbers = new(StringComparer.Ordinal);
    private readonly List<(string Name, byte[] Json)> _others = [];
    private readonly List<(string Name, byte[] Json)> _otherMembers = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    /// <summary>Whether anything was kept since <see cref="TryLoad"/>.</summary>
    public bool IsChanged { get; private set; }

    public double? this[string key] => _numbers.TryGetValue(key, out var number) ? number : null;

    /// <summary>Takes in what is stored.</summary>
    /// <param name="json">The rule's state for the device; empty for none.</param>
    /// <returns><see langword="false"/> when it is not a JSON object.</returns>
    public bool TryLoad(ReadOnlySpan<byte> json)
    {
        _numbers.Clear();
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

    /// <summary>Keeps a number until the next reading.</summary>
    public void Keep(string key, double number)
    {
        if (this[key] != number)
        {
            _numbers[key] = number;
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
        foreach (var (key, number) in _numbers)
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(number.ToString("R", CultureInfo.InvariantCulture), skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return _buffer.WrittenSpan;
    }

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
            if (reader.TokenType == JsonTokenType.Number && AsciiText.TryNumber(reader.ValueSpan, decimalComma: false, out var number))
            {
                _numbers[name] = number;
            }
            else
            {
                _otherMembers.Add((name, Raw(ref reader, json)));
            }
        }
    }

    private static byte[] Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed].ToArray();
    }
}
