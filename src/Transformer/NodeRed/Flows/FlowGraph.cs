using System.Text.Json;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>The nodes that Node-RED would make of a file, with what their messages reach: subflows are copied in, links and junctions are wires.</summary>
/// <remarks>Like Node-RED, it leaves out what is disabled. Whatever is odd about the file becomes a finding, never an exception.</remarks>
internal sealed class FlowGraph
{
    private const int DeepestSubflow = 16;
    private const int MostNodes = 20_000; // subflows of subflows multiply

    private readonly Dictionary<string, FlowNode> _byId;
    private readonly Dictionary<string, GraphNode> _nodes = new(StringComparer.Ordinal);
    private readonly ILookup<string, FlowNode> _byTab;
    private readonly FlowFindings _findings;

    public FlowGraph(IReadOnlyCollection<FlowNode> nodes, FlowFindings findings)
    {
        _findings = findings;
        _byId = nodes.ToDictionary(node => node.Id, StringComparer.Ordinal);
        _byTab = nodes.ToLookup(node => node.Tab, StringComparer.Ordinal);
        foreach (var tab in nodes.Where(node => node.Type == "tab").Select(tab => tab.Id).Append(""))
        {
            Place(_byTab[tab], null, EnvironmentOf(tab), 0);
        }

        foreach (var node in _nodes.Values)
        {
            Resolve(node);
        }
    }

    /// <summary>Everything that runs, in file order as far as subflows allow; without links, junctions and the like.</summary>
    public IEnumerable<GraphNode> Nodes => _nodes.Values.Where(node => !IsWire(node));

    /// <summary>Nodes from which messages come into a node, over pass-through nodes.</summary>
    public IEnumerable<GraphNode> Sources(GraphNode node) => Nodes.Where(other => other.Outputs.Any(output => output.Contains(node)));

    private static bool IsWire(GraphNode node) =>
        node.Type is "junction" or "link in" || node.Type.StartsWith("subflow:", StringComparison.Ordinal) || (node.Type == "link out" && node.Source.Text("mode", "link") != "return");

    private void Place(IEnumerable<FlowNode> nodes, GraphNode? instance, IReadOnlyDictionary<string, EnvironmentValue> environment, int depth)
    {
        foreach (var node in nodes)
        {
            if (node.IsDisabled || (node.Tab.Length > 0 && _byId.TryGetValue(node.Tab, out var tab) && tab.IsDisabled))
            {
                _findings.Add(node, NodeVerdict.LeftOut, node.IsDisabled ? "disabled" : "on a disabled tab");
            }
            else if (node.Type is not ("tab" or "group" or "subflow" or "comment") && _nodes.Count < MostNodes)
            {
                PlaceOne(node, instance, environment, depth);
            }
        }
    }

    private void PlaceOne(FlowNode node, GraphNode? instance, IReadOnlyDictionary<string, EnvironmentValue> around, int depth)
    {
        var prefix = instance is null ? "" : instance.Key + "/";
        var groups = GroupsAround(node);
        var environment = groups.Reverse().Aggregate(around, With);
        var placed = new GraphNode(prefix + node.Id, node, environment) { Groups = groups, Instance = instance };
        foreach (var output in node.Wires)
        {
            placed.Wired.Add([.. output.Select(id => prefix + id)]);
        }

        _nodes.Add(placed.Key, placed);
        if (node.Type.StartsWith("subflow:", StringComparison.Ordinal))
        {
            PlaceInstance(placed, node.Type["subflow:".Length..], depth);
        }
    }

    private string[] GroupsAround(FlowNode node)
    {
        var groups = new List<string>();
        for (var group = node.Text("g"); group.Length > 0 && !groups.Contains(group); group = _byId.GetValueOrDefault(group)?.Text("g") ?? "")
        {
            groups.Add(group);
        }

        return [.. groups];
    }

    // The instance itself becomes the wire into the copy; "<key>#<n>" is the wire out of its output n.
    private void PlaceInstance(GraphNode instance, string definitionId, int depth)
    {
        if (!_byId.TryGetValue(definitionId, out var definition) || definition.Type != "subflow" || depth >= DeepestSubflow)
        {
            _findings.Add(instance.Source, NodeVerdict.Cannot, depth >= DeepestSubflow
                ? $"subflows more than {DeepestSubflow} deep, or one that contains itself"
                : $"its subflow {definitionId} is not in the file; export it with its tab");
            return;
        }

        var outer = instance.Wired.ToArray();
        var inner = instance.Key + "/";
        instance.Wired.Clear();
        instance.Wired.Add([.. Ends(definition.Items("in").FirstOrDefault()).Select(end => inner + end.Id)]);
        Place(_byTab[definitionId], instance, With(With(instance.Environment, definition), instance.Source), depth + 1);
        foreach (var (output, port) in definition.Items("out").Select((output, port) => (output, port)))
        {
            var border = new GraphNode($"{instance.Key}#{port}", new FlowNode($"{instance.Source.Id}#{port}", "junction", default, instance.Source.At), instance.Environment);
            border.Wired.Add(port < outer.Length ? outer[port] : []);
            _nodes.Add(border.Key, border);
            foreach (var (id, from) in Ends(output))
            {
                Connect(id == definitionId ? instance.Key : inner + id, id == definitionId ? 0 : from, border.Key);
            }
        }
    }

    private void Connect(string from, int port, string to)
    {
        if (_nodes.TryGetValue(from, out var node) && port is >= 0 and < 1_000)
        {
            while (node.Wired.Count <= port)
            {
                node.Wired.Add([]);
            }

            node.Wired[port].Add(to);
        }
    }

    private static IEnumerable<(string Id, int Port)> Ends(JsonElement border) =>
        border.ValueKind == JsonValueKind.Object && border.TryGetProperty("wires", out var wires) && wires.ValueKind == JsonValueKind.Array
            ? wires.EnumerateArray().Select(wire => (wire.Text("id"), int.TryParse(wire.Text("port", "0"), out var port) ? port : 0))
            : [];

    private void Resolve(GraphNode node)
    {
        foreach (var output in node.Wired)
        {
            var reached = new List<GraphNode>();
            foreach (var key in output)
            {
                Follow(node, key, reached, []);
            }

            node.Outputs.Add(reached);
        }

        if (node.Type == "link call")
        {
            ResolveCall(node);
        }
    }

    // One output more than it has: what stands behind the link it calls. What is behind its own output gets the answer.
    private void ResolveCall(GraphNode call)
    {
        while (call.Outputs.Count < 1)
        {
            call.Outputs.Add([]);
        }

        var called = new List<GraphNode>();
        var target = call.Source.Items("links").Select(link => link.ValueKind == JsonValueKind.String ? link.GetString()! : "").FirstOrDefault(call.Source.Text("links"));
        if (target.Length > 0 && call.Source.Text("linkType") != "dynamic")
        {
            Follow(call, LinkTarget(call, target), called, []);
        }

        call.Outputs.Insert(1, called);
    }

    private void Follow(GraphNode from, string key, List<GraphNode> reached, HashSet<string> passed)
    {
        if (!_nodes.TryGetValue(key, out var target))
        {
            MissingTarget(from, key);
        }
        else if (!IsWire(target))
        {
            reached.Add(target); // twice, when wired twice: Node-RED sends twice too
        }
        else if (passed.Add(key))
        {
            var onward = target.Type == "link out"
                ? target.Source.Items("links").Select(link => link.ValueKind == JsonValueKind.String ? LinkTarget(target, link.GetString()!) : "")
                : target.Wired.SelectMany(output => output);
            foreach (var next in onward)
            {
                Follow(target, next, reached, passed);
            }
        }
    }

    private string LinkTarget(GraphNode link, string id) => _nodes.ContainsKey(link.Prefix + id) ? link.Prefix + id : id;

    private void MissingTarget(GraphNode from, string key)
    {
        var id = key[(key.LastIndexOf('/') + 1)..];
        if (!_byId.TryGetValue(id, out var target))
        {
            _findings.Add(from.Source, NodeVerdict.RunsChanged, $"a wire leads to {(id.Length > 0 ? id : "nothing")}, which is not in the file; it is left out");
        }
        else if (!target.IsDisabled && target.Type is "tab" or "group" or "subflow" or "comment")
        {
            _findings.Add(from.Source, NodeVerdict.RunsChanged, $"a wire leads to a {target.Type}, which takes no messages; it is left out");
        }
    }

    private IReadOnlyDictionary<string, EnvironmentValue> EnvironmentOf(string tab) => With(new Dictionary<string, EnvironmentValue>(), tab);

    private IReadOnlyDictionary<string, EnvironmentValue> With(IReadOnlyDictionary<string, EnvironmentValue> around, string owner) =>
        With(around, _byId.GetValueOrDefault(owner));

    private static Dictionary<string, EnvironmentValue> With(IReadOnlyDictionary<string, EnvironmentValue> around, FlowNode? owner)
    {
        var environment = new Dictionary<string, EnvironmentValue>(around, StringComparer.Ordinal);
        foreach (var value in owner?.Items("env") ?? [])
        {
            if (value.Text("type") != "cred" && value.Text("name") is { Length: > 0 } name) // credentials are no part of an export, and would be none of a rule
            {
                environment[name] = new EnvironmentValue(value.Text("value"), value.Text("type", "str"));
            }
        }

        return environment;
    }
}
