using System.Collections.Immutable;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Divides a graph into rules.</summary>
internal sealed class RulePlanner(FlowGraph graph, IReadOnlyDictionary<string, FlowNode> nodes, FlowFindings findings)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly GraphNode[] _catches = [.. graph.Nodes.Where(node => node.Type == "catch")];

    public ImmutableArray<FlowRule> Plan()
    {
        var entries = graph.Nodes.Where(node => node.Type == "mqtt in").Select(Entry).OfType<FlowEntry>().ToArray();
        var rules = ImmutableArray.CreateBuilder<FlowRule>();
        foreach (var topic in entries.Select(entry => entry.Topic).OfType<DeviceTopic>().DistinctBy(topic => topic.Devices))
        {
            var served = entries.Where(entry => entry.Topic is { } other && other.Covers(topic)).ToArray();
            Add(rules, topic.Devices, served);
            ReportCrossings(served[0], topic, entries);
        }

        foreach (var entry in entries.Where(entry => entry.Topic is null))
        {
            Add(rules, null, [entry]);
        }

        return rules.ToImmutable();
    }

    private FlowEntry? Entry(GraphNode node)
    {
        var filter = node.Source.Text("topic");
        if (node.Source.Text("inputs") is "1" || filter.Length == 0)
        {
            findings.Add(node.Source, NodeVerdict.Cannot, "it subscribes to what messages tell it; a rule's topics are fixed: name the devices in \"devices\" of a rule.json");
            return null;
        }

        return new FlowEntry(node, DeviceTopic.Parse(filter));
    }

    private void Add(ImmutableArray<FlowRule>.Builder rules, string? devices, FlowEntry[] entries)
    {
        var reached = Reach(entries.Select(entry => entry.Node));
        if (!reached.Any(node => node.Type == "mqtt out"))
        {
            foreach (var node in entries.Select(entry => entry.Node).Concat(reached).Where(node => !findings.Has(node.Source) || node.Type == "mqtt in"))
            {
                findings.Add(node.Source, NodeVerdict.LeftOut, "it leads to no mqtt out, so nothing of it would become signals");
            }

            return;
        }

        foreach (var entry in entries)
        {
            findings.Add(entry.Node.Source, entry.Topic is null ? NodeVerdict.RunsChanged : NodeVerdict.Runs, entry.Topic is null
                ? $"{entry.Node.Source.Text("topic")} is no raw topic of a device here: let the devices publish to busroot/v1/dau/<account>/<device>, and name the rule on their records"
                : null);
        }

        rules.Add(new FlowRule(NameOf(devices, entries[0].Node), devices, [.. entries], [.. reached]));
    }

    /// <summary>What messages of some nodes reach, and what the catch nodes over that reach.</summary>
    private List<GraphNode> Reach(IEnumerable<GraphNode> starts)
    {
        var reached = new List<GraphNode>();
        var seen = new HashSet<GraphNode>();
        var open = new Queue<GraphNode>(starts);
        while (true)
        {
            while (open.TryDequeue(out var node))
            {
                foreach (var next in node.Outputs.SelectMany(output => output).Where(seen.Add))
                {
                    reached.Add(next);
                    open.Enqueue(next);
                }
            }

            var catches = reached.SelectMany(node => CatchScope.TakersOf(node, _catches)).Where(seen.Add).ToArray();
            if (catches.Length == 0)
            {
                return reached;
            }

            foreach (var found in catches)
            {
                reached.Add(found);
                open.Enqueue(found);
            }
        }
    }

    private void ReportCrossings(FlowEntry entry, DeviceTopic topic, FlowEntry[] entries)
    {
        foreach (var other in entries.Select(entry => entry.Topic).OfType<DeviceTopic>().Where(topic.Crosses).Select(other => other.Devices).Distinct())
        {
            findings.Add(entry.Node.Source, NodeVerdict.RunsChanged, $"devices that fit both {topic.Devices} and {other} were served by both flows; one device has one rule, so they get the more specific one");
        }
    }

    private string NameOf(string? devices, GraphNode entry)
    {
        var device = devices?.Split('/')[1].Trim('*') ?? "";
        var tab = nodes.GetValueOrDefault(entry.Source.Tab)?.Name ?? "";
        var wanted = new[] { device, entry.Source.Name, tab, "flow" }.Select(Folder).First(name => name.Length > 0);
        var name = wanted;
        for (var i = 2; !_names.Add(name); i++)
        {
            name = $"{wanted}-{i}";
        }

        return name;
    }

    private static string Folder(string text)
    {
        var name = string.Concat(text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        while (name.Contains("--", StringComparison.Ordinal))
        {
            name = name.Replace("--", "-", StringComparison.Ordinal);
        }

        return (name.Length > 60 ? name[..60].TrimEnd('-') : name) is var cut && cut == "schema" ? "schema-flow" : cut; // the loader passes over folders called schema
    }
}
