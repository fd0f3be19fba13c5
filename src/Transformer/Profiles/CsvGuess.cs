using System.Text;
using System.Text.RegularExpressions;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Profiles;

/// <summary>Tells whether payloads are rows of fields, what stands between them, and whether the first row names the columns.</summary>
internal static partial class CsvGuess
{
    private static readonly char[] Separators = [';', '\t', '|', ','];

    /// <summary>Looks at payloads.</summary>
    /// <returns>Null when they are no rows.</returns>
    public static PayloadLayout? Of(List<ReadOnlyMemory<byte>> payloads)
    {
        foreach (var separator in Separators.Where(separator => payloads[0].Span.Contains((byte)separator)))
        {
            var tables = payloads.Select(payload => RowsOf(payload.Span, separator)).Where(rows => rows is not null).Select(rows => rows!).ToList();
            if (LayoutGuess.IsMost(tables.Count(IsTable), payloads.Count) && AgreeOnColumns(tables) && !IsOneNumber(tables, separator))
            {
                return Layout(payloads, separator, [.. tables.Where(IsTable)]);
            }
        }

        return null;
    }

    /// <summary>Whether a text is a number with a decimal comma: 15774,45.</summary>
    public static bool IsDecimalComma(string text) => DecimalComma().IsMatch(text);

    private static PayloadLayout Layout(List<ReadOnlyMemory<byte>> payloads, char separator, List<List<string[]>> tables)
    {
        var hasHeader = tables.TrueForAll(rows => rows.Count > 1 && rows[0].All(IsName) && rows[0].Distinct().Count() == rows[0].Length);
        var decimalComma = separator != ',' && tables.Exists(rows => rows[^1].Any(IsDecimalComma));
        var hasRows = hasHeader && tables.Exists(rows => rows.Count > 2);
        string[] options =
        [
            .. separator == ',' ? Array.Empty<string>() : [$"\"separator\": \"{(separator == '\t' ? "\\t" : separator)}\""],
            .. hasHeader ? ["\"header\": true"] : Array.Empty<string>(),
            .. decimalComma ? ["\"decimalComma\": true"] : Array.Empty<string>(),
            .. hasRows ? ["\"rows\": \"all\""] : Array.Empty<string>(),
        ];
        var ruleJson = options.Length == 0 ? "\"csv\"" : $"{{ \"csv\": {{ {string.Join(", ", options)} }} }}";
        var between = separator == '\t' ? "tabs" : $"'{separator}'";
        var reason = $"{LayoutGuess.Share(tables.Count, payloads.Count)} is rows of {tables[0][0].Length} fields with {between} between them"
            + (hasHeader ? ", below a row of names" : "") + (!hasRows && tables.Exists(rows => rows.Count > (hasHeader ? 2 : 1)) ? "; only the last row is read" : "");
        return hasRows
            ? LayoutGuess.Shaped(payloads, new CsvRowsPayload((byte)separator, header: true, decimalComma), "csv", ruleJson, null, _ => reason)!
            : new CsvLayout(ruleJson, reason, new CsvPayload((byte)separator, hasHeader, decimalComma), decimalComma);
    }

    private static List<string[]>? RowsOf(ReadOnlySpan<byte> payload, char separator)
    {
        var (slots, root) = (new SlotTable(), new JsonRoot());
        return new CsvRowsPayload((byte)separator, header: false, decimalComma: false).TryRead(payload, slots, root, out _)
            ? [.. root.Value.EnumerateArray().Select(row => row.EnumerateArray().Select(field => field.GetString()!).ToArray())]
            : null;
    }

    // Two fields or more, as many in each row, and numbers among them: a sentence has commas, too.
    private static bool IsTable(List<string[]> rows) =>
        rows.Count > 0 && rows[^1].Length > 1 && rows.TrueForAll(row => row.Length == rows[0].Length) && rows[^1].Any(field => Digits().IsMatch(field));

    private static bool AgreeOnColumns(List<List<string[]>> tables) =>
        LayoutGuess.IsMost(tables.Where(IsTable).CountBy(rows => rows[0].Length).Max(entry => entry.Value), tables.Count);

    private static bool IsOneNumber(List<List<string[]>> tables, char separator) =>
        separator == ',' && tables.TrueForAll(rows => rows is [[_, { Length: <= 3 }]] && IsDecimalComma(string.Join(',', rows[0])));

    private static bool IsName(string field) => field.Length > 0 && !Digits().IsMatch(field) && Encoding.UTF8.GetByteCount(field) <= 64;

    [GeneratedRegex("^[+-]?[0-9]+,[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalComma();

    [GeneratedRegex("^[+-]?[0-9.,]+([eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
