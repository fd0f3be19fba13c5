using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Busroot.Transformer.NodeRed.Flows;

namespace Busroot.Server.Commands;

/// <summary>The report of an import of flows, for people and for programs.</summary>
internal static class FlowReport
{
    private static readonly JsonSerializerOptions ForPrograms = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether nothing is lost: every node runs or is not needed, and every rule was written and loads.</summary>
    public static bool AllRuns(FlowImport import, IReadOnlyList<WrittenRule> written) =>
        import.Problems.IsEmpty && import.Findings.All(finding => finding.Verdict != NodeVerdict.Cannot) && written.All(rule => rule.Problems.IsEmpty && !rule.IsKept);

    public static string Json(FlowImport import, IReadOnlyList<WrittenRule> written) => JsonSerializer.Serialize(new
    {
        Rules = written.Select(rule => new
        {
            rule.Rule.Name, rule.Rule.Kind, rule.Rule.Devices, rule.Folder, Written = !rule.IsKept, rule.Examples, Problems = rule.Problems.Select(problem => problem.ToString()),
        }),
        Nodes = import.Findings.Select(finding => new
        {
            finding.Id, finding.Type, finding.Name, finding.At.Line, finding.At.Column, Verdict = Word(finding.Verdict), finding.Reasons,
        }),
        Problems = import.Problems.Select(problem => new { problem.At.Line, problem.At.Column, problem.Message }),
    }, ForPrograms);

    public static void Print(ParseResult parsed, string file, FlowImport import, IReadOnlyList<WrittenRule> written)
    {
        foreach (var problem in import.Problems)
        {
            parsed.WriteLine($"{file}:{problem.At.Line}:{problem.At.Column}: {Answer.Safe(problem.Message, 300)}");
        }

        foreach (var finding in import.Findings.OrderByDescending(finding => finding.Verdict))
        {
            Print(parsed, file, finding);
        }

        if (import.Findings.Length > 0)
        {
            parsed.WriteLine("");
        }

        foreach (var rule in written)
        {
            Print(parsed, rule);
        }

        parsed.WriteLine(Summary(import, written));
    }

    private static void Print(ParseResult parsed, string file, NodeFinding finding)
    {
        var name = finding.Name.Length > 0 ? $" \"{Answer.Safe(finding.Name, 60)}\"" : "";
        var head = $"{Coloured(parsed, finding.Verdict)}  {Answer.Safe(finding.Type, 40)}{name} ({Answer.Safe(finding.Id, 60)}, {file}:{finding.At.Line})";
        parsed.WriteLine(finding.Reasons.Length == 1 ? $"{head}: {Answer.Safe(finding.Reasons[0], 300)}" : head);
        foreach (var reason in finding.Reasons.Length > 1 ? finding.Reasons : [])
        {
            parsed.WriteLine($"          {Answer.Safe(reason, 300)}");
        }
    }

    private static void Print(ParseResult parsed, WrittenRule rule)
    {
        if (rule.IsKept)
        {
            parsed.WriteLine($"{rule.Folder} is there already and was left as it is; --force replaces it.");
            return;
        }

        var devices = rule.Rule.Devices is { } pattern ? $"devices {pattern}" : "no devices yet: name the rule on the devices' records";
        parsed.WriteLine($"{rule.Folder}: kind {rule.Rule.Kind}, {devices}, {rule.Examples} {(rule.Examples == 1 ? "example" : "examples")}");
        foreach (var problem in rule.Problems)
        {
            parsed.WriteLine($"  {problem}");
        }
    }

    private static string Summary(FlowImport import, IReadOnlyList<WrittenRule> written)
    {
        var counts = import.Findings.CountBy(finding => finding.Verdict).ToDictionary();
        int Of(NodeVerdict verdict) => counts.GetValueOrDefault(verdict);
        return $"{written.Count(rule => !rule.IsKept)} rules written. Nodes: {Of(NodeVerdict.Runs)} run, {Of(NodeVerdict.RunsChanged)} run with a change, {Of(NodeVerdict.Cannot)} cannot, {Of(NodeVerdict.LeftOut)} not needed.";
    }

    private static string Word(NodeVerdict verdict) => verdict switch
    {
        NodeVerdict.Runs => "runs",
        NodeVerdict.RunsChanged => "changed",
        NodeVerdict.Cannot => "cannot",
        _ => "not needed",
    };

    // Colours are for terminals; what goes into a file or a pipe is plain.
    private static string Coloured(ParseResult parsed, NodeVerdict verdict)
    {
        var word = Word(verdict) is "not needed" ? "--      " : Word(verdict).PadRight(8);
        var colour = verdict switch
        {
            NodeVerdict.Runs => 32,
            NodeVerdict.RunsChanged => 33,
            NodeVerdict.Cannot => 31,
            _ => 90,
        };
        var isTerminal = ReferenceEquals(parsed.InvocationConfiguration.Output, Console.Out) && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
        return isTerminal ? $"\e[{colour}m{word}\e[0m" : word;
    }
}
