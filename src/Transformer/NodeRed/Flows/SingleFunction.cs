namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>The plainest flow with code in it: <c>mqtt in</c>, one function, <c>mqtt out</c>. Its body becomes the rule as it stands.</summary>
/// <param name="Node">The function.</param>
/// <param name="Payload">The payload format of rule.json.</param>
internal sealed record SingleFunction(GraphNode Node, string Payload)
{
    /// <summary>Finds it. Nodes that only turn JSON text into objects before it, or objects into text behind it, are no more than the payload's format.</summary>
    /// <returns>Null when the rule is more than that.</returns>
    public static SingleFunction? Of(FlowRule rule, FlowFindings findings)
    {
        var nodes = rule.Nodes.Where(node => node.Type != "debug" && !(node.Type == "catch" && !CatchRoutes.Publishes(node)) && !OnlyBehindCatch(node, rule)).ToArray();
        if (nodes.Where(node => node.Type == "function").ToArray() is not [var function]
            || nodes.Any(node => node.Type is not ("function" or "json" or "mqtt out"))
            || function.Environment.Count > 0
            || rule.Entries is not [var entry] || entry.Topic is { IsNarrow: true }
            || FormatBefore(entry, function) is not { } payload
            || !Enumerable.Range(0, (int)(function.Source.Number("outputs") ?? 1)).All(port => port < function.Outputs.Count && EndsInPublication(function.Outputs[port])))
        {
            return null;
        }

        foreach (var node in nodes.Where(node => node.Type != "function"))
        {
            findings.Add(node.Source, NodeVerdict.Runs);
        }

        return new SingleFunction(function, payload);
    }

    private static bool OnlyBehindCatch(GraphNode node, FlowRule rule) =>
        rule.Nodes.Any(other => other.Type == "catch" && !CatchRoutes.Publishes(other) && Behind(other).Contains(node)) && !rule.Entries.Any(entry => Behind(entry.Node).Contains(node));

    private static HashSet<GraphNode> Behind(GraphNode start)
    {
        var seen = new HashSet<GraphNode>();
        var open = new Stack<GraphNode>([start]);
        while (open.TryPop(out var node))
        {
            foreach (var next in node.Outputs.SelectMany(output => output).Where(seen.Add))
            {
                open.Push(next);
            }
        }

        return seen;
    }

    private static string? FormatBefore(FlowEntry entry, GraphNode function)
    {
        var type = EntryPayload.TypeOf(entry);
        return Seen(entry.Node) switch
        {
            [var only] when only == function => type,
            [{ Type: "json" } json] when Seen(json) is [var only] && only == function && json.Source.Text("property", "payload") == "payload" => (type, json.Source.Text("action")) switch
            {
                ("utf8" or "auto", "" or "obj") => "json",
                ("json" or "auto-detect", "obj") => "json",
                _ => null,
            },
            _ => null,
        };
    }

    private static bool EndsInPublication(List<GraphNode> output) => output.Where(node => node.Type != "debug").ToArray() switch
    {
        [{ Type: "mqtt out" } publication] => publication.Source.Text("topic").Length == 0,
        [{ Type: "json" } json] => json.Source.Text("action") == "str" && json.Source.Text("property", "payload") == "payload" && json.Outputs is [var next] && EndsInPublication(next),
        _ => false,
    };

    private static GraphNode[] Seen(GraphNode node) => [.. node.Outputs.SelectMany(output => output).Where(target => target.Type != "debug")];
}
