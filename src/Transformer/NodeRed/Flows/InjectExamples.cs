using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Turns inject nodes, by which authors try their flows, into the examples of rules.</summary>
internal sealed class InjectExamples(FlowGraph graph, FlowFindings findings)
{
    private const string Time = "1767225600000"; // the arrival of an example that names none, 2026-01-01

    private readonly GraphNode[] _injects = [.. graph.Nodes.Where(node => node.Type == "inject")];

    /// <summary>The messages of the injects that stand where the readings of a rule come in.</summary>
    public ImmutableArray<InjectedMessage> Of(FlowRule rule)
    {
        var messages = ImmutableArray.CreateBuilder<InjectedMessage>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var inject in _injects)
        {
            var targets = inject.Outputs.SelectMany(output => output).Where(target => target.Type != "debug").ToArray();
            var entry = rule.Entries.FirstOrDefault(entry => targets.Length > 0 && targets.All(entry.Node.Outputs.SelectMany(output => output).Contains));
            if (entry is null)
            {
                DescribeElsewhere(inject, rule, targets);
            }
            else if (Message(inject, entry, names) is { } message)
            {
                messages.Add(message);
            }
        }

        return messages.ToImmutable();
    }

    private void DescribeElsewhere(GraphNode inject, FlowRule rule, GraphNode[] targets)
    {
        if (targets.Any(rule.Nodes.Contains) && !findings.Has(inject.Source))
        {
            findings.Add(inject.Source, NodeVerdict.LeftOut, "it feeds nodes in the middle of the flow; an example's payload comes in where readings do");
        }
    }

    private InjectedMessage? Message(GraphNode inject, FlowEntry entry, HashSet<string> names)
    {
        var fields = Properties(inject.Source);
        var (value, type) = fields.GetValueOrDefault("payload", ("", "str"));
        if (Payload(value, type) is not { } payload)
        {
            findings.Add(inject.Source, NodeVerdict.Cannot, $"its payload is of type {type}, which only exists while Node-RED runs; write the example by hand");
            return null;
        }

        var isScheduled = inject.Source.Text("repeat").Length > 0 || inject.Source.Text("crontab").Length > 0;
        findings.Add(inject.Source, isScheduled ? NodeVerdict.RunsChanged : NodeVerdict.Runs,
            isScheduled ? "an example of the rule; its schedule is not run, since a rule runs when its device sends" : "an example of the rule");
        if (fields.Keys.Any(name => name is not ("payload" or "topic")))
        {
            findings.Add(inject.Source, NodeVerdict.RunsChanged, "only its payload and topic are in the example");
        }

        var wanted = inject.Source.Name.Length > 0 ? inject.Source.Name : $"inject {inject.Source.Id}";
        var name = wanted;
        for (var i = 2; !names.Add(name); i++)
        {
            name = $"{wanted} ({i})";
        }

        return new InjectedMessage(name, TopicOf(fields.GetValueOrDefault("topic", ("", "str")).Item1, entry), payload);
    }

    // The editor keeps payload and topic beside the list of properties, and there only what differs.
    private static Dictionary<string, (string Value, string Type)> Properties(FlowNode inject)
    {
        var fields = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        var listed = inject.Items("props").ToArray();
        foreach (var property in listed)
        {
            var name = property.Text("p");
            fields[name] = property.Has("v") ? (property.Text("v"), property.Text("vt", "str"))
                : name == "payload" ? (inject.Text("payload"), inject.Text("payloadType", "str"))
                : (inject.Text(name), "str");
        }

        if (listed.Length == 0)
        {
            fields["payload"] = (inject.Text("payload"), inject.Text("payloadType", "str"));
            fields["topic"] = (inject.Text("topic"), "str");
        }

        return fields;
    }

    private static ImmutableArray<byte>? Payload(string value, string type)
    {
        switch (type)
        {
            case "str" or "num" or "bool" or "json" or "none" or "string":
                return [.. Encoding.UTF8.GetBytes(value)];
            case "date":
                return [.. Encoding.UTF8.GetBytes(Time)];
            case "bin":
                try
                {
                    return [.. JsonSerializer.Deserialize<int[]>(value)!.Select(number => (byte)number)];
                }
                catch (Exception fault) when (fault is JsonException or ArgumentNullException)
                {
                    return null;
                }

            default:
                return null;
        }
    }

    private static string TopicOf(string given, FlowEntry entry)
    {
        if (DeviceTopic.Parse(given) is { } topic && !given.Contains('+', StringComparison.Ordinal) && !given.Contains('#', StringComparison.Ordinal) && entry.Topic?.Covers(topic) != false)
        {
            return given;
        }

        if (entry.Topic is null)
        {
            return "busroot/v1/dau/example/device";
        }

        var levels = entry.Topic.Filter.Split('/');
        string[] sample = ["busroot", "v1", "dau", "example", "device"];
        return string.Join('/', Enumerable.Range(0, Math.Max(5, levels.Length)).Select(i =>
            i < levels.Length && levels[i] is not ("+" or "#") ? levels[i] : i < sample.Length ? sample[i] : "value").Take(levels[^1] == "#" ? Math.Max(5, levels.Length - 1) : levels.Length));
    }
}
