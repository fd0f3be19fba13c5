using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Busroot.Server.Api;

namespace Busroot.Server.Commands;

/// <summary>Prints results: JSON on one line, or columns for people.</summary>
internal static class Answer
{
    // Without the escapes that only a web page needs; control characters stay escaped.
    private static readonly ApiJson ForTerminals = new(new JsonSerializerOptions(ApiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Prints a document of <see cref="ApiJson"/>.</summary>
    public static void WriteJson<T>(this ParseResult parsed, T value) => parsed.WriteLine(Json(value));

    /// <summary>A document of <see cref="ApiJson"/> on one line.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, typeof(T), ForTerminals);

    public static void WriteLine(this ParseResult parsed, string line) => parsed.InvocationConfiguration.Output.WriteLine(line);

    /// <summary>Prints rows with each column as wide as its widest cell; the last one is not padded.</summary>
    public static void WriteColumns(this ParseResult parsed, IReadOnlyList<string> header, IReadOnlyList<string[]> rows)
    {
        var widths = header.Select((title, column) => Math.Max(title.Length, rows.Select(row => row[column].Length).DefaultIfEmpty().Max())).ToArray();
        foreach (var row in rows.Prepend([.. header]))
        {
            var cells = row.Select((cell, column) => column == row.Length - 1 ? cell : cell.PadRight(widths[column]));
            parsed.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    /// <summary>A number of things for people: <c>1 rule</c>, <c>2 rules</c>.</summary>
    public static string Count(int number, string thing) => $"{number} {thing}{(number == 1 ? "" : "s")}";

    /// <summary>A time for people: UTC, to the second.</summary>
    public static string Show(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Text from outside, safe for a terminal: control characters are shown, not obeyed, and the rest of a long text is cut.</summary>
    public static string Safe(string text, int length = 120)
    {
        var shown = string.Concat(text.Take(length).Select(c => char.IsControl(c) ? '·' : c));
        return text.Length > length ? shown + "…" : shown;
    }
}
