using System.Globalization;
using System.Text.RegularExpressions;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Rules;

namespace Busroot.Transformer.Dedupe;

/// <summary>Reads the <c>dedupe</c> of rule.json.</summary>
internal sealed partial class DedupeReader(ProblemLog log)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Checks and compiles.</summary>
    /// <param name="file">rule.json.</param>
    /// <param name="format">Where the key is read from; null when the payload has a problem of its own.</param>
    /// <returns>Null when there is none, or a problem.</returns>
    public DedupeRule? Read(ObjectReader file, PayloadFormat? format)
    {
        if (file.Find("dedupe") is not { } node || ObjectReader.Open(node, "\"dedupe\"", ["path", "window"], [], log) is not { } dedupe)
        {
            return null;
        }

        dedupe.Require("path", "where the device puts what tells its readings apart, for instance \"id\"");
        dedupe.Require("window", "how long the same key means the same reading, for instance \"10m\"");
        var window = ReadWindow(dedupe);
        return ReadPath(dedupe) is { } path && format is not null && Compile(path, format, dedupe) is { } decoder ? new DedupeRule(decoder, window) : null;
    }

    private PayloadDecoder? Compile(JsonPath path, PayloadFormat format, ObjectReader dedupe)
    {
        var problems = new List<PathProblem>();
        var decoder = format.Compile([path], problems);
        problems.ForEach(problem => log.Add(dedupe.Find("path")!.At, $"{path}: {problem.Message}"));
        return problems.Count == 0 ? decoder : null;
    }

    private JsonPath? ReadPath(ObjectReader dedupe)
    {
        if (dedupe.Text("path") is not { } text)
        {
            return null;
        }

        var at = dedupe.Find("path")!.At;
        if (text.Contains("${", StringComparison.Ordinal))
        {
            log.Add(at, $"\"{text}\": site values cannot stand here; the key is the same for all devices of the rule");
            return null;
        }

        if (JsonPath.TryParse(text, out var path, out var error))
        {
            return path;
        }

        log.Add(at, error);
        return null;
    }

    private TimeSpan ReadWindow(ObjectReader dedupe)
    {
        if (dedupe.Text("window") is not { } text)
        {
            return Shortest;
        }

        var written = Written().Match(text);
        var window = written.Success ? TimeSpan.FromSeconds(int.Parse(written.Groups[1].Value, CultureInfo.InvariantCulture) * SecondsOf(written.Groups[2].Value)) : TimeSpan.Zero;
        if (window < Shortest || window > Longest)
        {
            log.Add(dedupe.Find("window")!.At, $"\"window\" is a text from \"1s\" to \"7d\", a whole number of s, m, h or d, not \"{text}\"");
        }

        return window;
    }

    private static double SecondsOf(string unit) => unit switch { "s" => 1, "m" => 60, "h" => 3600, _ => 86_400 };

    [GeneratedRegex("^([0-9]{1,6}) *([smhd])$")]
    private static partial Regex Written();
}
