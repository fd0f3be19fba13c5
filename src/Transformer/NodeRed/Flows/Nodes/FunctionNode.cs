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

        if (source.Number("timeout") > 0)
        {
            findings.Add(source, NodeVerdict.RunsChanged, $"its timeout of {source.Text("timeout")} s is not used; every run has the limits of its rule (\"limits\" in rule.json)");
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
        var body = node.Source.Text("func");
        var (isCaught, survey) = (CatchRoutes.Takers(code.Rule, node).Length > 0, FunctionSurvey.Of(body));
        var hasTimers = isCaught && survey.HasTimers;
        if (hasTimers)
        {
            code.Use("guardedTimers");
        }

        if (FunctionSurvey.Of(node.Source.Text("initialize")).SendsAt is { } line)
        {
            code.Findings.Add(node.Source, NodeVerdict.RunsChanged, $"On Start, line {line}: what it sends reaches no other node here; send it with the first message");
        }

        var outputs = Math.Clamp((int)(node.Source.Number("outputs") ?? 1), 0, 1_000);
        var targets = string.Join(", ", Enumerable.Range(0, outputs).Select(port => code.Targets(port < node.Outputs.Count ? node.Outputs[port] : [])));
        var name = code.NameOf(node);
        code.Keep(name, $"(node, context, env{(hasTimers ? ", " + string.Join(", ", FunctionSurvey.TimerNames) : "")}) => {(survey.Awaits ? "async " : "")}function (msg) {{\n{body}\n}}");
        return $$"""
            {{head}}
            function {{name}}(msg) {
              return functionNode(bodies.{{name}}, msg, {
                id: {{JavaScriptText.Of(node.Source.Id)}}, key: {{JavaScriptText.Of(node.Key)}}, name: {{JavaScriptText.Of(node.Source.Name)}}, outputs: [{{targets}}], environment: {{Environment(node)}},
                node, context, env, send, run,{{(isCaught ? $" caught: (about, error) => fail({name}, about, error)," : "")}}{{(hasTimers ? " timers: guardedTimers," : "")}}
              })
            }
            """;
    }

    /// <summary>What <c>env</c> finds before the rule's own variables, as an object: values of tabs, groups and subflows, and of the node itself.</summary>
    public static string Environment(GraphNode node) =>
        $"{{ {string.Join(", ", node.Environment.Where(value => value.Value.Type is "str" or "num" or "bool" or "json").Select(value => $"{JavaScriptText.Of(value.Key)}: {Literal(value.Value)}")
            .Append($"NR_NODE_ID: {JavaScriptText.Of(node.Source.Id)}").Append($"NR_NODE_NAME: {JavaScriptText.Of(node.Source.Name)}"))} }}";

    private static string Literal(EnvironmentValue value) => value.Type switch
    {
        "num" => JavaScriptText.Of(FlowNode.NumberOf(value.Value)),
        "bool" => JavaScriptText.Of(string.Equals(value.Value, "true", StringComparison.OrdinalIgnoreCase)),
        "json" => JavaScriptText.OfJson(value.Value) ?? "undefined",
        _ => JavaScriptText.Of(value.Value),
    };

    private static IEnumerable<string> Of(string part, string body) => FunctionSurvey.Of(body).Problems.Select(problem => $"{part}, {problem}");
}
