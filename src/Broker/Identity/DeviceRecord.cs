using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Busroot.Broker.Identity;

/// <summary>All that is known of one device. A change makes a new record, so a reader may keep the one it has.</summary>
/// <param name="Id">Its name; also its MQTT user name.</param>
/// <param name="Created">When it was registered.</param>
/// <param name="Tokens">Tokens that open its connection, oldest first; at most <see cref="MaximumTokens"/>. Empty means nobody can connect as it.</param>
public sealed record DeviceRecord(DeviceId Id, DateTimeOffset Created, ImmutableArray<TokenHash> Tokens)
{
    /// <summary>Tokens one device or service account can have at a time: enough to overlap while one is replaced in the field.</summary>
    public const int MaximumTokens = 4;

    /// <summary>Longest <see cref="Name"/>, in characters.</summary>
    public const int MaximumNameLength = 128;

    /// <summary>Most stations one device can be granted.</summary>
    public const int MaximumStations = 64;

    /// <summary>Most variables, and <see cref="MaximumVariableBytes"/> is the size of each name and value together.</summary>
    public const int MaximumVariables = 64;

    /// <summary>Largest variable, in bytes of UTF-8 JSON.</summary>
    public const int MaximumVariableBytes = 1024;

    private static readonly SearchValues<char> RuleCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:/");

    /// <summary>What people call it, or null.</summary>
    public string? Name { get; init; }

    /// <summary>True refuses its connections; it keeps its tokens.</summary>
    public bool Disabled { get; init; }

    /// <summary>The rule assigned to it, such as <c>arduino/opta-dau</c>; null leaves the choice to the patterns of the rules.</summary>
    public string? RuleId { get; init; }

    /// <summary>Values its rule reads, over the defaults of the rule itself.</summary>
    public ImmutableDictionary<string, JsonElement> Variables { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>Station codes it may publish as, on <c>busroot/v2/&lt;account&gt;/signals/&lt;station&gt;</c>. Sorted, without doubles.</summary>
    public ImmutableArray<string> Stations { get; init; } = [];

    /// <summary>Judges what a person can set: name, rule, stations and variables, all at once.</summary>
    /// <returns>Each problem at its field (<c>name</c>, <c>rule</c>, <c>stations</c>, <c>variables</c>); empty when the record may be kept.</returns>
    public IEnumerable<(string Field, string Problem)> Problems()
    {
        if (Name is not null && (Name.Length is 0 or > MaximumNameLength || Name.Any(char.IsControl)))
        {
            yield return ("name", $"A name is 1 to {MaximumNameLength} characters without control characters.");
        }

        if (RuleId is not null && (RuleId.Length is 0 or > MaximumNameLength || RuleId.AsSpan().ContainsAnyExcept(RuleCharacters)))
        {
            yield return ("rule", $"'{Cut(RuleId)}' is no rule id; it is a folder under the rules directory, such as arduino/opta-dau.");
        }

        foreach (var problem in StationProblems().Concat(VariableProblems()))
        {
            yield return problem;
        }
    }

    private IEnumerable<(string Field, string Problem)> StationProblems()
    {
        if (Stations.Length > MaximumStations)
        {
            yield return ("stations", $"{Stations.Length} stations; a device can be granted at most {MaximumStations}.");
        }

        foreach (var station in Stations.Where(station => !IsTopicLevel(station)))
        {
            yield return ("stations", $"'{Cut(station)}' is no station code; it is 1 to 64 characters without / + # spaces at its ends or control characters.");
        }
    }

    private IEnumerable<(string Field, string Problem)> VariableProblems()
    {
        if (Variables.Count > MaximumVariables)
        {
            yield return ("variables", $"{Variables.Count} variables; at most {MaximumVariables} are kept.");
        }

        foreach (var (name, value) in Variables)
        {
            if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Undefined)
            {
                yield return ("variables", $"'{Cut(name)}' is a list or an object; a variable is a text, a number, true, false or null.");
            }
            else if (name.Length is 0 or > 64 || Encoding.UTF8.GetByteCount(value.GetRawText()) > MaximumVariableBytes)
            {
                yield return ("variables", $"'{Cut(name)}': a name is 1 to 64 characters and its value at most {MaximumVariableBytes} bytes of JSON.");
            }
        }
    }

    private static bool IsTopicLevel(string station) =>
        station.Length is > 0 and <= 64 && station == station.Trim() && !station.AsSpan().ContainsAny("/+#") && !station.Any(char.IsControl);

    private static string Cut(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
