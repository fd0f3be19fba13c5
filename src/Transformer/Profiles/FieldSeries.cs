using System.Text;
using System.Text.RegularExpressions;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Profiles;

/// <summary>A number that a field held.</summary>
/// <param name="Milliseconds">When its reading arrived, since 1970.</param>
/// <param name="Value">Finite.</param>
internal readonly record struct Sample(long Milliseconds, double Value);

/// <summary>Gathers what one field held, reading after reading.</summary>
/// <remarks>Keeps at most some thousand numbers and 16 short texts, whatever the device sends.</remarks>
internal sealed partial class FieldSeries(FieldPlace place)
{
    private const int MostSamples = 5000;
    private const int MostTexts = 16;
    private const int LongestText = 64; // the longest state or name of a device seen has under 40
    private const int LongestNumber = 40;

    private static readonly HashSet<string> Nothing = new(StringComparer.OrdinalIgnoreCase)
        { "", "nan", "-nan", "inf", "-inf", "infinity", "null", "none", "n/a", "na", "-", "--", "---", "unknown", "unavailable", "undefined" };

    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _nothing = new(StringComparer.Ordinal);
    private int _lastReading = -1;
    private string? _lastText;

    public FieldPlace Place => place;

    /// <summary>In how many payloads the field was.</summary>
    public int Payloads { get; private set; }

    public List<Sample> Samples { get; } = [];

    /// <summary>How many of the samples were texts that hold a number.</summary>
    public int NumbersInTexts { get; private set; }

    /// <summary>How many of the samples were true or false, here 1 and 0.</summary>
    public int Booleans { get; private set; }

    /// <summary>The unit that stood behind numbers in texts, <c>kWh</c>; null when there was none.</summary>
    public string? Unit { get; private set; }

    /// <summary>Texts that are no numbers, each with how often it came; not all when there were more than 16.</summary>
    public IReadOnlyDictionary<string, int> Texts => _texts;

    /// <summary>All of them, also those that are not kept.</summary>
    public int TextCount { get; private set; }

    public int TextChanges { get; private set; }

    /// <summary>null and texts that say that there is no value, such as <c>nan</c>, with how often they came.</summary>
    public IReadOnlyDictionary<string, int> NoValues => _nothing;

    /// <summary>Whether a number was there that no double can hold, such as 1e999.</summary>
    public bool HasHuge { get; private set; }

    public void AddNumber(in ReadingTurn turn, double value)
    {
        Count(turn);
        HasHuge |= !double.IsFinite(value);
        if (double.IsFinite(value) && Samples.Count < MostSamples)
        {
            Samples.Add(new Sample(turn.Milliseconds, value));
        }
    }

    public void AddBoolean(in ReadingTurn turn, bool value)
    {
        AddNumber(turn, value ? 1 : 0);
        Booleans++;
    }

    public void AddNothing(in ReadingTurn turn, string text = "null")
    {
        Count(turn);
        _nothing[text] = _nothing.GetValueOrDefault(text) + 1;
    }

    public void AddText(in ReadingTurn turn, string text)
    {
        text = text.Trim(' ', '\t', '\r', '\n', '\0');
        if (text.Length <= LongestNumber && AsciiText.TryNumber(Encoding.UTF8.GetBytes(text), turn.DecimalComma, out var number))
        {
            NumbersInTexts++;
            AddNumber(turn, number);
        }
        else if (Nothing.Contains(text))
        {
            AddNothing(turn, text.Length == 0 ? "\"\"" : text);
        }
        else if (!TryAddWithUnit(turn, text))
        {
            Count(turn);
            Note(text.Length > LongestText ? string.Concat(text.AsSpan(0, LongestText), "…") : text);
        }
    }

    private bool TryAddWithUnit(in ReadingTurn turn, string text)
    {
        if (text.Length > LongestNumber || WithUnit().Match(text) is not { Success: true } match
            || (Unit is not null && Unit != match.Groups[2].Value)
            || !AsciiText.TryNumber(Encoding.UTF8.GetBytes(match.Groups[1].Value), turn.DecimalComma, out var number))
        {
            return false;
        }

        Unit = match.Groups[2].Value;
        NumbersInTexts++;
        AddNumber(turn, number);
        return true;
    }

    private void Note(string text)
    {
        TextCount++;
        TextChanges += _lastText is not null && _lastText != text ? 1 : 0;
        _lastText = text;
        if (_texts.ContainsKey(text) || _texts.Count < MostTexts)
        {
            _texts[text] = _texts.GetValueOrDefault(text) + 1;
        }
    }

    private void Count(in ReadingTurn turn)
    {
        Payloads += turn.Index == _lastReading ? 0 : 1;
        _lastReading = turn.Index;
    }

    // Only units that say something here: 5A is as often a checksum or a name as five amperes.
    [GeneratedRegex(@"^([+-]?[0-9][0-9.,]*) ?(kWh|Wh|MWh|kW|W|V|A|dBm|dB|%|Hz|°C|bar|pcs|s|min|h)$", RegexOptions.CultureInvariant)]
    private static partial Regex WithUnit();
}
