namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>function</c>: its body as it stands, in a function of its own.</summary>
internal static class FunctionNode
{
    /// <summary>Says what of a function node works; the same whether it stays alone or among others.</summary>
    /// <returns>Whether it can run.</returns>
    public static bool Survey(GraphNode node, FlowFindings findings)
    {
        var source = node.Source;
        var survey = FunctionSurvey.Of(source.Text("func"));
        var problems = survey.Problems.Concat(Of("On Start", source.Text("initialize"))).Concat(Of("On Stop", source.Text("finalize")))
            .Concat(source.Items("libs").Select(library => $"it uses the module {library.Text("module", library.Text("var"))}; rules load no modules")).ToArray();
        foreach (var problem in problems)
        {
            findings.Add(source, NodeVerdict.Cannot, problem);
        }

        foreach (var difference in survey.Differences)
        {
            findings.Add(source, NodeVerdict.RunsChanged, difference);
        }

        findings.Add(source, NodeVerdict.Runs);
        return problems.Length == 0;
    }

    /// <summary>The JavaScript of the node within a rule of several.</summary>
    public static string Write(GraphNode node, RuleCode code)
    {
        var head = NodeWriter.Head(node);
        if (!Survey(node, code.Findings))
        {
            return $"{head}\nfunction {code.NameOf(node)}() {{\n  // not translated: messages end here; see the report of the import\n}}";
        }

        code.Use("functionNode");
        var outputs = Math.Clamp((int)(node.Source.Number("outputs") ?? 1), 0, 1_000);
        var targets = string.Join(", ", Enumerable.Range(0, outputs).Select(port => code.Targets(port < node.Outputs.Count ? node.Outputs[port] : [])));
        return $$"""
            {{head}}
            async function {{code.NameOf(node)}}(msg) {
              await functionNode(async function (msg, node, context, env) {
            {{node.Source.Text("func")}}
            }, msg, { id: {{JavaScriptText.Of(node.Key)}}, name: {{JavaScriptText.Of(node.Source.Name)}}, outputs: [{{targets}}]{{Environment(node)}}, node, context, send, run })
            }
            """;
    }

    // Values of tabs, groups and subflows come before the rule's own variables.
    private static string Environment(GraphNode node)
    {
        var values = node.Environment.Where(value => value.Value.Type is "str" or "num" or "bool" or "json").Select(value => $"{JavaScriptText.Of(value.Key)}: {Literal(value.Value)}").ToArray();
        return values.Length == 0 ? "" : $", environment: {{ {string.Join(", ", values)} }}";
    }

    private static string Literal(EnvironmentValue value) => value.Type switch
    {
        "num" => JavaScriptText.Of(FlowNode.NumberOf(value.Value)),
        "bool" => JavaScriptText.Of(string.Equals(value.Value, "true", StringComparison.OrdinalIgnoreCase)),
        "json" => JavaScriptText.OfJson(value.Value) ?? "undefined",
        _ => JavaScriptText.Of(value.Value),
    };

    private static IEnumerable<string> Of(string part, string body) => FunctionSurvey.Of(body).Problems.Select(problem => $"{part}, {problem}");
}
