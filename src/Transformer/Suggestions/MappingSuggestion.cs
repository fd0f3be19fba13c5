using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Busroot.Transformer.Suggestions;

/// <summary>Guesses which fields are which signals, from names and from how the values move; a person decides.</summary>
public static partial class MappingSuggestion
{
    private static readonly Guess[] Guesses =
    [
        new("rssi", Signal(), field => field.Numbers > 0 && field.Minimum >= -200 && field.Maximum <= 0, _ => "its name, and values of a signal strength in dBm"),
        new("electrical_kwh", Energy(), field => field.IsCounter, _ => "its name, and it only grows, like a meter"),
        new("production_count_bad", Bad(), field => field.IsCounter && field.IsWhole, _ => "its name, and it only grows: a running count"),
        new("production_complete_bad", Bad(), IsIncrement, _ => "its name, and small whole numbers that come and go: new units since the last message"),
        new("production_count_good", Good(), field => field.IsCounter && field.IsWhole, _ => "its name, and it only grows: a running count"),
        new("production_complete_good", Good(), IsIncrement, _ => "its name, and small whole numbers that come and go: new units since the last message"),
        new("productive", Running(), field => field.IsSwitch, _ => "its name, and it is never anything but 0 or 1"),
        new("productive", Running(), field => field.Type == "text" && field.Texts.Any(IsRunning), field => $"its name, and its texts: {string.Join(", ", field.Texts)}"),
        new("production_count_good", Anything(), field => field.IsCounter && field.IsWhole && !Energy().IsMatch(field.Path) && !Clock().IsMatch(field.Path), _ => "a whole number that only grows, and no other field looks like a count"),
    ];

    /// <summary>Suggests at most one field for each signal, and one signal for each field.</summary>
    /// <param name="profile">What the payloads are like.</param>
    /// <returns>Empty when nothing looks like a signal.</returns>
    public static ImmutableArray<SuggestedSignal> For(PayloadProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var found = new List<SuggestedSignal>();
        foreach (var guess in Guesses)
        {
            var field = profile.Fields.FirstOrDefault(field => guess.Name.IsMatch(field.Path) && guess.Fits(field) && found.TrueForAll(known => known.Field != field.Path));
            if (field is not null && found.TrueForAll(known => Quantity(known.Signal) != Quantity(guess.Signal)))
            {
                found.Add(new SuggestedSignal(guess.Signal, field.Path, MappingOf(guess.Signal, field), guess.Reason(field) + Caveats(field)));
            }
        }

        return [.. found];
    }

    // A count and its increments are one quantity: both for one station would count twice.
    private static string Quantity(string signal) => signal.Replace("_count_", "_complete_", StringComparison.Ordinal);

    private static bool IsIncrement(FieldProfile field) => field is { Numbers: > 0, IsWhole: true, Minimum: >= 0, Maximum: <= 10_000, IsCounter: false };

    private static bool IsRunning(string text) => RunningText().IsMatch(text);

    private static string Caveats(FieldProfile field)
    {
        var sentinels = field.Sentinels.Count == 0 ? "" : $"; {string.Join(", ", field.Sentinels.Keys.Select(Number))} stands for no value";
        var resets = field.IsCounter && field.Drops > 0 ? $"; it went back {field.Drops} times" : "";
        return sentinels + resets;
    }

    private static string MappingOf(string signal, FieldProfile field)
    {
        var parts = new List<string> { $"\"path\": {Text(field.Path)}" };
        if (field.Sentinels.Count > 0)
        {
            parts.Add($"\"not\": [{string.Join(", ", field.Sentinels.Keys.Select(Number))}]");
        }

        if (signal == "electrical_kwh" && WattHours().IsMatch(field.Path))
        {
            parts.Add("\"scale\": 0.001");
        }

        if (signal == "productive" && field.Type == "text")
        {
            parts.Add($"\"map\": {{ {string.Join(", ", field.Texts.Select(text => $"{Text(text)}: {(IsRunning(text) ? 1 : 0)}"))} }}");
        }

        return parts.Count == 1 ? Text(field.Path) : $"{{ {string.Join(", ", parts)} }}";
    }

    private static string Text(string text) => JsonSerializer.Serialize(text);

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("rssi|signal|dbm", RegexOptions.IgnoreCase)]
    private static partial Regex Signal();

    [GeneratedRegex("kwh|energy|wh$|wh[^a-z]|meter|total_?act", RegexOptions.IgnoreCase)]
    private static partial Regex Energy();

    [GeneratedRegex("(^|[^k])wh", RegexOptions.IgnoreCase)]
    private static partial Regex WattHours();

    [GeneratedRegex("bad|reject|scrap|nok|fault|ausschuss", RegexOptions.IgnoreCase)]
    private static partial Regex Bad();

    [GeneratedRegex("good|count|cnt|prod|part|piece|puls|unit|cycle|strokes?|(^|[^a-z])c[0-9]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Good();

    [GeneratedRegex("run|productive|active|state|status|machine|(^|[^a-z])s[0-9]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Running();

    [GeneratedRegex("^(run|running|on|active|producing|production|auto|executing|1|true)$", RegexOptions.IgnoreCase)]
    private static partial Regex RunningText();

    [GeneratedRegex("time|stamp|^ts$|[^a-z]ts$|uptime|seq|date|epoch|millis|msgid", RegexOptions.IgnoreCase)]
    private static partial Regex Clock();

    [GeneratedRegex("")]
    private static partial Regex Anything();

    private sealed record Guess(string Signal, Regex Name, Func<FieldProfile, bool> Fits, Func<FieldProfile, string> Reason);
}
