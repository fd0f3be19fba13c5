namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Writes where messages go whose node failed.</summary>
internal static class CatchRoutes
{
    /// <summary>The lines; empty when no catch node leads to an mqtt out: then what fails goes to quarantine, as in every rule.</summary>
    public static string Of(RuleCode code)
    {
        var entries = code.Rule.Nodes.Where(node => node.Type is not ("catch" or "debug")).Select(node => (Node: node, Takers: Takers(code.Rule, node))).Where(entry => entry.Takers.Length > 0).ToArray();
        if (entries.Length == 0)
        {
            return "";
        }

        code.Use("failure");
        return $$"""
            const routes = [
            {{string.Join('\n', entries.Select(entry => $"  [{code.NameOf(entry.Node)}, {Source(entry.Node)}, {code.Targets(entry.Takers)}],"))}}
            ]
            // Hands a message to the catch nodes over a node; false when none takes it.
            const fail = (step, msg, error) => {
              const [, source, steps] = routes.find(([of]) => of === step) ?? []
              const before = msg.error?.source
              const count = before && before.id === source?.id ? before.count + 1 : 1
              if (steps === undefined || count === 10) return false
              const caught = { ...clone(msg), error: { ...failure(error, source.type), source: { ...source, count } } }
              if (msg.error !== undefined) caught._error = msg.error
              send(caught, steps)
              return true
            }
            """;
    }

    /// <summary>The catch nodes that get a node's errors, if what they get can reach an mqtt out; otherwise the reading fails.</summary>
    public static GraphNode[] Takers(FlowRule rule, GraphNode node) =>
        CatchScope.TakersOf(node, [.. rule.Nodes.Where(other => other.Type == "catch")]) is var takers && takers.Any(Publishes) ? takers : [];

    /// <summary>Whether what a node sends can reach an mqtt out.</summary>
    public static bool Publishes(GraphNode node)
    {
        var seen = new HashSet<GraphNode>();
        var open = new Stack<GraphNode>([node]);
        while (open.TryPop(out var next))
        {
            if (next.Type == "mqtt out")
            {
                return true;
            }

            foreach (var target in next.Outputs.SelectMany(output => output).Where(seen.Add))
            {
                open.Push(target);
            }
        }

        return false;
    }

    private static string Source(GraphNode node) =>
        $"{{ id: {JavaScriptText.Of(node.Source.Id)}, type: {JavaScriptText.Of(node.Type)}, name: {JavaScriptText.Of(node.Source.Name)} }}";
}
