using System.Text.Json;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Profiles;

/// <summary>Tells whether payloads are pairs such as <c>CNT=001234 RUN=1</c>, and what stands between them.</summary>
internal static class KeyValueGuess
{
    private const int LongestName = 32;

    // The usual ones first; of those that fit, the one that finds the most pairs is right.
    private static readonly (char? Separator, char Mark)[] Ways =
        [(null, '='), (';', '='), ('|', '='), (',', '='), ('&', '='), (';', ':'), (',', ':'), ('|', ':'), (null, ':')];

    /// <summary>Looks at payloads.</summary>
    /// <returns>Null when they are no pairs.</returns>
    public static JsonShapedLayout? Of(List<ReadOnlyMemory<byte>> payloads) => Ways
        .Where(way => payloads[0].Span.Contains((byte)way.Mark))
        .Select(way => (Layout: Of(payloads, way.Separator, way.Mark, out var pairs), Pairs: pairs))
        .Where(found => found.Layout is not null)
        .OrderByDescending(found => found.Pairs).FirstOrDefault().Layout;

    private static JsonShapedLayout? Of(List<ReadOnlyMemory<byte>> payloads, char? separator, char equals, out int pairs)
    {
        var (comma, most) = (false, 0);
        var plain = Layout(payloads, separator, equals, decimalComma: false, pair =>
        {
            comma |= separator != ',' && pair.Any(member => CsvGuess.IsDecimalComma(member.Value.GetString()!));
            most = Math.Max(most, pair.Count);
        });
        pairs = most;
        return plain is null || !comma ? plain : Layout(payloads, separator, equals, decimalComma: true, _ => { });
    }

    private static JsonShapedLayout? Layout(List<ReadOnlyMemory<byte>> payloads, char? separator, char equals, bool decimalComma, Action<List<JsonProperty>> found)
    {
        string[] options =
        [
            .. separator is { } one ? [$"\"separator\": \"{one}\""] : Array.Empty<string>(),
            .. equals == '=' ? Array.Empty<string>() : [$"\"equals\": \"{equals}\""],
            .. decimalComma ? ["\"decimalComma\": true"] : Array.Empty<string>(),
        ];
        var ruleJson = options.Length == 0 ? "\"key-value\"" : $"{{ \"key-value\": {{ {string.Join(", ", options)} }} }}";
        var format = new KeyValuePayload(separator is { } mark ? (byte)mark : null, (byte)equals, decimalComma);
        return LayoutGuess.Shaped(
            payloads, format, "key-value", ruleJson, options.Length == 0 ? "keyValue(text)" : null,
            read => $"{LayoutGuess.Share(read, payloads.Count)} holds pairs with '{equals}' between name and value", root => Fits(root, equals, found));
    }

    // ERROR: timed out is no pair, and 2024-03-01 14:05:00 neither.
    private static bool Fits(JsonElement root, char equals, Action<List<JsonProperty>> found)
    {
        var pairs = root.EnumerateObject().ToList();
        var fits = pairs.TrueForAll(pair => IsName(pair.Name)) && pairs.Exists(pair => pair.Value.GetString()!.Trim('=').Length > 0) && (equals == '=' || pairs.Count > 1);
        if (fits)
        {
            found(pairs);
        }

        return fits;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && char.IsLetter(name[0]) && !name.Contains('{', StringComparison.Ordinal) && !name.Contains(',', StringComparison.Ordinal) && !name.Contains(' ', StringComparison.Ordinal);
}
