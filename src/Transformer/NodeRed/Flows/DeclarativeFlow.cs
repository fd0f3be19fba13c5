using Busroot.Transformer.NodeRed.Flows.Nodes;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>A flow that only picks values out of a JSON payload: it becomes a mapping, which needs no code.</summary>
/// <remarks>
/// Follows the message from <c>mqtt in</c> to <c>mqtt out</c> and notes where each value comes from. Gives up, and leaves the flow to a script, at whatever a
/// mapping could not do to the letter: more than one way, a payload that is changed instead of made anew, members that are no signals.
/// </remarks>
internal sealed class DeclarativeFlow
{
    private readonly Dictionary<string, FlowValue> _message = new(StringComparer.Ordinal) { ["payload"] = new FlowValue.Picked(new PropertyPath([]), 1) };

    private DeclarativeFlow()
    {
    }

    /// <summary>Translates a rule.</summary>
    /// <returns>The <c>mapping</c> of rule.json; null when the rule is more than that.</returns>
    public static Dictionary<string, object>? Of(FlowRule rule, FlowFindings findings)
    {
        if (rule.Entries is not [{ Topic: not { IsNarrow: true } } entry] || rule.Nodes.Any(node => node.Type is not ("json" or "change" or "range" or "mqtt out" or "debug"))
            || Chain(entry.Node) is not [.., { Type: "mqtt out" } last] chain || IsJson(entry, chain[0]) is not { } start)
        {
            return null;
        }

        var flow = new DeclarativeFlow();
        if (!chain.Skip(start).SkipLast(1).All(flow.Follow) || !flow.LeavesForDevice(last, rule.Devices) || flow.Mapping() is not { Count: > 0 } mapping)
        {
            return null;
        }

        foreach (var node in rule.Nodes)
        {
            findings.Add(node.Source, node.Type == "debug" ? NodeVerdict.RunsChanged : NodeVerdict.Runs, node.Type == "debug" ? "a trace point; the rule is a mapping, and nothing is printed" : null);
        }

        if (EntryPayload.TypeOf(entry) == "auto-detect")
        {
            findings.Add(entry.Node.Source, NodeVerdict.RunsChanged, "a payload that is no JSON goes to quarantine; Node-RED passes it on as text");
        }

        return mapping;
    }

    private static List<GraphNode>? Chain(GraphNode start)
    {
        var chain = new List<GraphNode>();
        for (var node = start; node.Type != "mqtt out";)
        {
            if (node.Outputs.SelectMany(output => output).Where(target => target.Type != "debug").ToArray() is not [var next] || chain.Contains(next))
            {
                return null;
            }

            chain.Add(next);
            node = next;
        }

        return chain;
    }

    // How many nodes at the start only turn the text into JSON.
    private static int? IsJson(FlowEntry entry, GraphNode first) => (EntryPayload.TypeOf(entry), first.Type) switch
    {
        ("json" or "auto-detect", not "json") => 0,
        ("json" or "auto-detect", "json") when first.Source.Text("action") == "obj" && first.Source.Text("property", "payload") == "payload" => 1,
        ("utf8" or "auto", "json") when first.Source.Text("action") != "str" && first.Source.Text("property", "payload") == "payload" => 1,
        _ => null,
    };

    private bool Follow(GraphNode node) => node.Type switch
    {
        "change" => node.Source.Items("rules").Any() && node.Source.Items("rules").Select(ChangeRule.Of).All(Apply),
        "range" => Scale(node.Source),
        _ => false,
    };

    private bool Apply(ChangeRule rule) => rule switch
    {
        { PropertyType: not "msg" } or { IsDeepCopy: true } => false,
        { Action: "set", ToType: "msg" } => Read(rule.To) is { } value && Write(rule.Property, value),
        { Action: "set", ToType: "num" } => FlowNode.NumberOf(rule.To) is { } number && Write(rule.Property, new FlowValue.Constant(number)),
        { Action: "set", ToType: "json" } => rule.To.Replace(" ", "", StringComparison.Ordinal) == "{}" && Write(rule.Property, new FlowValue.Made([])),
        { Action: "set", ToType: "str", Property: "topic" } => Write(rule.Property, new FlowValue.Text(rule.To)),
        { Action: "delete" } => Remove(rule.Property),
        { Action: "move", ToType: "msg" } => Read(rule.Property) is { } moved && Remove(rule.Property) && Write(rule.To, moved),
        _ => false,
    };

    private bool Scale(FlowNode node) =>
        node.Text("action", "scale") == "scale" && !node.Flag("round") && node.Number("minin") == 0 && node.Number("minout") == 0 && node.Number("maxin") > 0
        && node.Text("property", "payload") is var property && Read(property) is FlowValue.Picked { Path.Steps.Length: > 0 } value
        && Write(property, value with { Scale = value.Scale * node.Number("maxout")!.Value / node.Number("maxin")!.Value });

    private FlowValue? Read(string expression)
    {
        if (PropertyPath.Parse(expression) is not { Steps: [PropertyStep.Member first, ..] } path || !_message.TryGetValue(first.Name, out var value))
        {
            return null;
        }

        for (var i = 1; i < path.Steps.Length; i++)
        {
            switch (value)
            {
                case FlowValue.Picked { Scale: 1 } picked when path.Steps.All(step => step is not PropertyStep.OfMessage):
                    return picked with { Path = new PropertyPath([.. picked.Path.Steps, .. path.Steps[i..]]) };
                case FlowValue.Made made when path.Steps[i] is PropertyStep.Member member && made.Members.TryGetValue(member.Name, out var inner):
                    value = inner;
                    break;
                default:
                    return null;
            }
        }

        return value;
    }

    private bool Write(string expression, FlowValue value)
    {
        switch (PropertyPath.Parse(expression)?.Steps)
        {
            case [PropertyStep.Member { Name: var name }]:
                _message[name] = value;
                return MessageProperties.WhenSet(name) is null; // otherwise there is something to tell
            case [PropertyStep.Member { Name: var owner }, PropertyStep.Member { Name: var name }]:
                if (!_message.TryGetValue(owner, out var made))
                {
                    _message[owner] = made = new FlowValue.Made([]);
                }

                return (made as FlowValue.Made)?.Members is { } members && (members[name] = value) is not null;
            default:
                return false;
        }
    }

    private bool Remove(string expression) => PropertyPath.Parse(expression)?.Steps switch
    {
        [PropertyStep.Member { Name: var name }] => _message.Remove(name),
        [PropertyStep.Member { Name: var owner }, PropertyStep.Member { Name: var name }] => _message.GetValueOrDefault(owner) is FlowValue.Made made && made.Members.Remove(name),
        _ => false,
    };

    private bool LeavesForDevice(GraphNode last, string? devices)
    {
        var topic = last.Source.Text("topic") is { Length: > 0 } fixedTopic ? fixedTopic : (_message.GetValueOrDefault("topic") as FlowValue.Text)?.Value ?? "";
        return topic.Length == 0 ? _message.GetValueOrDefault("topic") is null or FlowValue.Text : topic == $"busroot/v1/{devices}";
    }

    private Dictionary<string, object>? Mapping()
    {
        var mapping = new Dictionary<string, object>();
        foreach (var (name, value) in (_message.GetValueOrDefault("payload") as FlowValue.Made)?.Members ?? [])
        {
            if (!SignalContract.TryParse(name, out _) || Entry(value) is not { } entry)
            {
                return null;
            }

            mapping[name] = entry;
        }

        return mapping;
    }

    private static object? Entry(FlowValue value) => value switch
    {
        FlowValue.Constant constant => new Dictionary<string, object> { ["expr"] = JavaScriptText.Of(constant.Number) },
        FlowValue.Picked { Path.Steps.Length: 0 } => null,
        FlowValue.Picked { Scale: 1 } picked => PathText(picked.Path),
        FlowValue.Picked picked => new Dictionary<string, object> { ["path"] = PathText(picked.Path), ["scale"] = picked.Scale },
        _ => null,
    };

    private static string PathText(PropertyPath path) => "$" + string.Concat(path.Steps.Select(step => step switch
    {
        PropertyStep.Member member => $"['{member.Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}']",
        PropertyStep.Index index => $"[{index.Value}]",
        _ => throw new System.Diagnostics.UnreachableException(),
    })) is var full && JavaScriptText.Read("", path, isLenient: false) is ['.', .. var plain] && !plain.Contains('"', StringComparison.Ordinal) && !plain.Contains('$', StringComparison.Ordinal) ? plain : full;
}

/// <summary>What is known of a value in a message before any message came.</summary>
internal abstract record FlowValue
{
    private FlowValue()
    {
        // Closed: the cases are the four below.
    }

    /// <summary>Picked out of the payload, times a factor.</summary>
    public sealed record Picked(PropertyPath Path, double Scale) : FlowValue;

    /// <summary>Always this number.</summary>
    public sealed record Constant(double Number) : FlowValue;

    /// <summary>Always this text.</summary>
    public sealed record Text(string Value) : FlowValue;

    /// <summary>An object the flow made.</summary>
    public sealed record Made(Dictionary<string, FlowValue> Members) : FlowValue;
}
