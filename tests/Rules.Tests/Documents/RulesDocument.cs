using System.Text.RegularExpressions;
using Busroot.Transformer.Rules;

namespace Busroot.Rules.Tests.Documents;

/// <summary>What docs/rules.md shows, taken out of it so that it can be run.</summary>
/// <remarks>
/// A code block whose first line says <c>json rule.json press</c> is the file rule.json of a rule called press. A row of a table headed
/// <c>`payload` | a payload | mapping | signals</c> is a rule, a payload and what it gives. A row headed <c>helper</c> has a call and its value.
/// </remarks>
internal static partial class RulesDocument
{
    private const string RowHeader = "| `payload` | a payload | mapping | signals |";
    private const string LimitHeader = "| limit of a run | service | key in `limits` |";
    private const string HelperHeader = "| helper | what it gives | example |";

    public static string Text { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "rules.md"));

    /// <summary>The files of the page: the rule they belong to, the name, the content.</summary>
    public static IEnumerable<(string Rule, string File, string Content)> Files =>
        Block().Matches(Text).Select(block => (block.Groups["rule"].Value, block.Groups["file"].Value, block.Groups["content"].Value));

    /// <summary>The rows of the tables of payloads, as written.</summary>
    public static IEnumerable<(string Payload, string Sent, string Mapping, string Signals)> Rows =>
        RowsUnder(RowHeader).Select(row => (Code(row[0]), Code(row[1]).Replace('⏎', '\n'), Code(row[2]), row[3] == "nothing" ? "" : Code(row[3])));

    /// <summary>The helpers with their examples; no call where the page refers to another place.</summary>
    public static IEnumerable<(string Name, string Call, string Value)> Helpers => RowsUnder(HelperHeader).Select(row =>
    {
        var example = Example().Match(row[2]);
        return (Code(row[0]).Split('(')[0], example.Groups["call"].Value, example.Groups["value"].Value);
    });

    /// <summary>The limits: of what, how much, and the key of rule.json that lowers it; empty when none does.</summary>
    public static IEnumerable<(string Limit, string Service, string Key)> Limits =>
        RowsUnder(LimitHeader).Select(row => (row[0], row[1], row.Length < 3 ? "" : row[2].Trim('`').Split(':')[0].Trim('"')));

    /// <summary>Loads one rule as its author would have it on disk.</summary>
    /// <param name="files">Names in the folder, and contents.</param>
    public static RuleSet Load(params (string File, string Content)[] files)
    {
        var root = Directory.CreateTempSubdirectory("rules").FullName;
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, "acme", "device")).FullName;
            foreach (var (file, content) in files)
            {
                File.WriteAllText(Path.Combine(folder, file), content);
            }

            return RuleSet.Load(root, RuleLibrary.Patient);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static IEnumerable<string[]> RowsUnder(string header)
    {
        var lines = Text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] != header)
            {
                continue;
            }

            for (i += 2; i < lines.Length && lines[i].StartsWith('|'); i++)
            {
                yield return [.. lines[i].Trim('|', ' ').Split(" | ").Select(cell => cell.Trim())];
            }
        }
    }

    private static string Code(string cell) => cell.StartsWith('`') && cell.EndsWith('`') ? cell[1..^1] : throw new FormatException($"not code: {cell}");

    [GeneratedRegex("^```(?:json|js) (?<file>\\S+) (?<rule>\\S+)\n(?<content>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^`(?<call>.+)` → `(?<value>.+)`$")]
    private static partial Regex Example();
}
