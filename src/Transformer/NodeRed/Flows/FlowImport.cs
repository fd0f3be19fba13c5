using System.Collections.Immutable;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>What the flows of a Node-RED become: rules, and a line about each node.</summary>
/// <param name="Rules">One for each pattern of devices the flows subscribe to.</param>
/// <param name="Findings">In file order; every node of the file has one.</param>
/// <param name="Problems">What is wrong with the file itself.</param>
public sealed record FlowImport(ImmutableArray<ImportedRule> Rules, ImmutableArray<NodeFinding> Findings, ImmutableArray<FlowProblem> Problems)
{
    /// <summary>Reads a flows.json and translates it.</summary>
    /// <param name="flows">The file, as exported from the editor or as in Node-RED's user directory.</param>
    /// <remarks>Never throws, whatever the bytes. Credentials are no part of such a file and are never read. Cost: milliseconds for hundreds of nodes.</remarks>
    public static FlowImport Of(ReadOnlySpan<byte> flows)
    {
        var file = FlowsFile.Parse(flows);
        var findings = new FlowFindings();
        var graph = new FlowGraph(file.Nodes, findings);
        var byId = file.Nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        var injects = new InjectExamples(graph, findings);
        var rules = new RulePlanner(graph, byId, findings).Plan().Select(rule => Translate(rule, injects.Of(rule), findings)).ToImmutableArray();
        new OtherNodes(graph, findings).Describe(file.Nodes);
        return new FlowImport(rules, findings.Of(file.Nodes), file.Problems);
    }

    private static ImportedRule Translate(FlowRule rule, ImmutableArray<InjectedMessage> examples, FlowFindings findings)
    {
        if (DeclarativeFlow.Of(rule, findings) is { } mapping)
        {
            return new ImportedRule(rule.Name, "mapping", rule.Devices, [new ImportedFile("rule.json", RuleJson.OfMapping(rule, mapping))], examples);
        }

        ReportLoops(rule, findings);
        if (SingleFunction.Of(rule, findings) is { } single)
        {
            Nodes.FunctionNode.Survey(single.Node, findings);
            foreach (var node in rule.Nodes.Where(node => node.Type is "debug" or "catch"))
            {
                findings.Add(node.Source, NodeVerdict.RunsChanged, node.Type == "debug" ? "a trace point; nothing is printed" : "what fails goes to quarantine with its error (onError), instead of to the nodes behind this one");
            }

            return Folder(rule, "function", single.Payload, single.Node.Source.Text("func"), [single.Node], isAlone: true, examples);
        }

        var functions = rule.Nodes.Where(node => node.Type == "function").ToArray();
        var code = new RuleCode(rule, NeedsFunction(rule), findings).Write();
        ReportShared(functions, findings);
        return Folder(rule, code.IsFunction ? "function" : "script", code.Payload, code.ToString(), functions, isAlone: false, examples);
    }

    // Timers, Buffer and the sandbox of function nodes are there in kind "function" only.
    private static bool NeedsFunction(FlowRule rule) => rule.Nodes.Any(node => NodeTranslators.NeedsFunction(node.Source)) || rule.Entries.Any(entry => EntryPayload.TypeOf(entry) is "base64" or "buffer");

    private static ImportedRule Folder(FlowRule rule, string kind, string payload, string code, GraphNode[] functions, bool isAlone, ImmutableArray<InjectedMessage> examples)
    {
        var files = ImmutableArray.CreateBuilder<ImportedFile>();
        files.Add(new ImportedFile("rule.json", RuleJson.Of(rule, kind, payload, isAlone ? functions[0].Source : null)));
        files.Add(new ImportedFile("rule.js", code.EndsWith('\n') ? code : code + "\n"));
        foreach (var (file, field) in new[] { ("start.js", "initialize"), ("stop.js", "finalize") })
        {
            if (FunctionHooks.Of(functions, field, isAlone) is { } hook)
            {
                files.Add(new ImportedFile(file, hook));
            }
        }

        return new ImportedRule(rule.Name, kind, rule.Devices, files.ToImmutable(), examples);
    }

    // A loop is legal, and ends when some switch says so; here the limits of a run end it at the latest.
    private static void ReportLoops(FlowRule rule, FlowFindings findings)
    {
        foreach (var node in rule.Nodes.Where(node => node.Outputs.SelectMany(output => output).Any(target => Reaches(target, node))))
        {
            findings.Add(node.Source, NodeVerdict.RunsChanged, "its wires form a loop; one that does not end by itself is ended by the limits of a run, and the reading goes to quarantine");
        }
    }

    private static bool Reaches(GraphNode from, GraphNode goal)
    {
        var seen = new HashSet<GraphNode> { from };
        var open = new Stack<GraphNode>([from]);
        while (open.TryPop(out var node))
        {
            if (node == goal)
            {
                return true;
            }

            foreach (var next in node.Outputs.SelectMany(output => output).Where(seen.Add))
            {
                open.Push(next);
            }
        }

        return false;
    }

    // Each function node had its own globals; within one rule they meet.
    private static void ReportShared(GraphNode[] functions, FlowFindings findings)
    {
        var uses = functions.SelectMany(node => FunctionSurvey.Of(node.Source.Text("func")).Undeclared.Select(name => (Node: node, Name: name)));
        foreach (var shared in uses.GroupBy(use => use.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            foreach (var (node, name) in shared)
            {
                findings.Add(node.Source, NodeVerdict.RunsChanged, $"it sets {name} without declaring it, and so does another function of the rule; here the two share it: declare it, or rename one");
            }
        }
    }
}
