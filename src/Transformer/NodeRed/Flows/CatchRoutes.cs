namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Writes where messages go whose node failed.</summary>
internal static class CatchRoutes
{
    /// <summary>The lines; empty when no catch node leads to an mqtt out: then what fails goes to quarantine, as in every rule.</summary>
    public static string Of(RuleCode code)
    {
        var routes = code.Rule.Nodes.Where(node => node.Type == "catch" && Publishes(node)).ToArray();
        var entries = code.Rule.Nodes.Where(node => node.Type is not ("catch" or "debug")).Select(node => (Node: node, Routes: RoutesOf(node, routes))).Where(entry => entry.Routes.Length > 0).ToArray();
        if (entries.Length == 0)
        {
            return "";
        }

        var lines = entries.Select(entry => $"  [{code.NameOf(entry.Node)}, {Source(entry.Node)}, [{string.Join(", ", entry.Routes.Select(route => code.Targets(route.Outputs.SelectMany(output => output))))}]],");
        return $$"""
            const routes = [
            {{string.Join('\n', lines)}}
            ]
            const fail = (step, msg, error) => {
              const [, source, targets] = routes.find(([of]) => of === step) ?? []
              const count = (msg.error?.source?.count ?? 0) + 1
              if (targets === undefined || count > 9) throw error
              const caught = { ...clone(msg), error: { message: String(error?.message ?? error), source: { ...source, count } } }
              if (msg.error !== undefined) caught._error = msg.error
              targets.forEach(steps => send(clone(caught), steps))
            }
            """;
    }

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

    // A catch for "uncaught" errors gets what no other takes.
    private static GraphNode[] RoutesOf(GraphNode node, GraphNode[] catches)
    {
        var covering = catches.Where(route => CatchScope.Covers(route, node)).ToArray();
        return covering.Where(route => !route.Source.Flag("uncaught")).ToArray() is { Length: > 0 } first ? first : covering;
    }

    private static string Source(GraphNode node) =>
        $"{{ id: {JavaScriptText.Of(node.Source.Id)}, type: {JavaScriptText.Of(node.Type)}, name: {JavaScriptText.Of(node.Source.Name)} }}";
}
