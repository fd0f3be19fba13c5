using System.Collections.Immutable;
using System.Text.Json;

namespace Busroot.Transformer.Suggestions;

/// <summary>What one field of a device's payloads has been like, in the order the payloads came.</summary>
/// <remarks>Owner: one profile; not thread-safe. Memory is bounded: of texts it keeps <see cref="MostTexts"/> different ones.</remarks>
public sealed class FieldProfile
{
    /// <summary>How many different texts are remembered.</summary>
    public const int MostTexts = 16;

    // What devices send where they have no value: failed Modbus reads, registers at their end, and the spellings of "not a number".
    private static readonly double[] NumericSentinels = [-1, 65535, 4294967295, -32768, 2147483647];

    private readonly SortedDictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<double, int> _sentinels = [];
    private double? _last;
    private string? _lastText;

    internal FieldProfile(string path)
    {
        Path = path;
    }

    /// <summary>Where it is: names and indexes as a mapping has them, <c>meter.values[0]</c>.</summary>
    public string Path { get; }

    /// <summary>In how many payloads it is.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them hold a number that is no sentinel.</summary>
    public int Numbers { get; private set; }

    /// <summary>How many hold true or false.</summary>
    public int Booleans { get; private set; }

    /// <summary>Smallest number, sentinels left out; null without numbers.</summary>
    public double? Minimum { get; private set; }

    /// <summary>Largest number, sentinels left out.</summary>
    public double? Maximum { get; private set; }

    /// <summary>How often it differed from the payload before.</summary>
    public int Changes { get; private set; }

    /// <summary>How often a number was smaller than the one before.</summary>
    public int Drops { get; private set; }

    /// <summary>Whether every number is whole.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Values that stand for "no value", with how often they came.</summary>
    public IReadOnlyDictionary<double, int> Sentinels => _sentinels;

    /// <summary>The texts it held.</summary>
    public ImmutableArray<string> Texts => [.. _texts.Keys];

    /// <summary>True when its numbers only grow, but for a few returns to the beginning: a counter or a meter.</summary>
    public bool IsCounter => Numbers > 1 && Changes > 0 && Drops * 20 <= Changes && Maximum > Minimum;

    /// <summary>True when all it ever holds is 0 or 1, or true or false.</summary>
    public bool IsSwitch => _texts.Count == 0 && (Booleans == Count || (Numbers > 0 && IsWhole && Minimum >= 0 && Maximum <= 1));

    /// <summary>number, boolean, text, or mixed.</summary>
    public string Type => Booleans == Count ? "boolean" : _texts.Count == 0 ? "number" : Numbers + Booleans == 0 ? "text" : "mixed";

    internal void Add(JsonElement value)
    {
        Count++;
        switch (value.ValueKind)
        {
            case JsonValueKind.Number when value.TryGetDouble(out var number):
                Add(number);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Booleans++;
                Note(value.ValueKind.ToString());
                break;
            case JsonValueKind.String:
                AddText(value.GetString()!);
                break;
        }
    }

    private void Add(double number)
    {
        // A counter that runs through 65535 has neighbours of it; a sentinel stands alone, far from what was before.
        if (NumericSentinels.Contains(number) && (_last is not { } before || Math.Abs(before - number) > 1))
        {
            _sentinels[number] = _sentinels.GetValueOrDefault(number) + 1;
            return;
        }

        Numbers++;
        IsWhole &= number == Math.Floor(number);
        Minimum = Math.Min(Minimum ?? number, number);
        Maximum = Math.Max(Maximum ?? number, number);
        Changes += _last is { } last && last != number ? 1 : 0;
        Drops += number < _last ? 1 : 0;
        _last = number;
    }

    private void AddText(string text)
    {
        Note(text);
        if (_texts.ContainsKey(text) || _texts.Count < MostTexts)
        {
            _texts[text] = _texts.GetValueOrDefault(text) + 1;
        }
    }

    private void Note(string text)
    {
        Changes += _lastText is not null && _lastText != text ? 1 : 0;
        _lastText = text;
    }
}
