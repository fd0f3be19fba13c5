using System.Text;
using System.Text.Json;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Writes the function that one node becomes, and says what became of the node.</summary>
internal sealed class NodeWriter(GraphNode node, RuleCode code)
{
    private readonly StringBuilder _lines = new();
    private bool _cannot;

    public GraphNode Graph => node;

    public FlowNode Node => node.Source;

    public RuleCode Code => code;

    /// <summary>Everything behind all outputs.</summary>
    public string Everything => code.Targets(node.Outputs.SelectMany(output => output));

    /// <summary>What stands behind one output.</summary>
    public string Targets(int output) => code.Targets(output < node.Outputs.Count ? node.Outputs[output] : []);

    public void Line(string line) => _lines.Append("  ").Append(line).Append('\n');

    public void Use(params ReadOnlySpan<string> helpers)
    {
        foreach (var helper in helpers)
        {
            code.Use(helper);
        }
    }

    /// <summary>The node works, with a difference.</summary>
    public void Changed(string reason) => code.Findings.Add(Node, NodeVerdict.RunsChanged, reason);

    /// <summary>The node does not work in a rule; messages end in it.</summary>
    public void Cannot(string reason)
    {
        _cannot = true;
        code.Findings.Add(Node, NodeVerdict.Cannot, reason);
    }

    /// <summary>A field that holds a property expression.</summary>
    /// <returns>Null when it is none, which the finding then says.</returns>
    public PropertyPath? Path(string expression)
    {
        var path = PropertyPath.Parse(expression);
        if (path is null)
        {
            Cannot($"{JavaScriptText.Of(expression)} is no property expression; Node-RED refuses it too");
        }
        else if (path.Steps.Any(step => step is PropertyStep.OfMessage))
        {
            Use("peek");
        }

        return path;
    }

    /// <summary>A field that holds a property of the message, to be read or set.</summary>
    /// <returns>Null when it is none, which the finding then says.</returns>
    public PropertyPath? MessagePath(string expression, bool isSet = false)
    {
        var path = Path(expression);
        if (path is { Steps: [PropertyStep.Member { Name: var name }, ..] } && (isSet ? MessageProperties.WhenSet(name) : MessageProperties.WhenRead(name)) is { } difference)
        {
            Changed(difference);
        }

        return path;
    }

    /// <summary>What a typed field stands for, as an expression.</summary>
    /// <param name="value">As typed.</param>
    /// <param name="type">str, num, bool, json, bin, date, msg, flow, global, env or re.</param>
    /// <param name="isLenient">Undefined where a property on the way is missing; otherwise that throws.</param>
    /// <returns>Null when there is no such expression, which the finding then says.</returns>
    public string? Value(string value, string type, bool isLenient = true)
    {
        switch (type)
        {
            case "str":
                return JavaScriptText.Of(value);
            case "num":
                return JavaScriptText.Of(FlowNode.NumberOf(value));
            case "bool":
                return JavaScriptText.Of(string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));
            case "msg":
                return MessagePath(value) is { } path ? JavaScriptText.Read("msg", path, isLenient) : null;
            case "flow" or "global":
                return ReadStore(type, value);
            case "env":
                return Environment(value);
            case "date":
                return value switch
                {
                    "iso" => $"new Date({code.Now}).toISOString()",
                    "object" => $"new Date({code.Now})",
                    _ => code.Now,
                };
            case "re":
                return $"new RegExp({JavaScriptText.Of(value)}, \"g\")";
            case "json" or "bin":
                return Literal(value, type);
            default:
                Cannot(type == "jsonata" ? "JSONata expressions are not run; write the expression as a function node or in the rule" : $"values of type {type} are not known");
                return null;
        }
    }

    /// <summary>Reads a key of the flow or global context.</summary>
    public string? ReadStore(string scope, string key)
    {
        var store = code.Store(scope);
        if (Path(Key(key)) is not { } path)
        {
            return null;
        }

        return code.IsFunction ? $"{store}.get({KeyText(path)})" : JavaScriptText.Read(store, path, isLenient: true);
    }

    /// <summary>The statement that sets a key of the flow or global context.</summary>
    public string? WriteStore(string scope, string key, string value)
    {
        var store = code.Store(scope);
        if (Path(Key(key)) is not { } path)
        {
            return null;
        }

        Use("set");
        return code.IsFunction ? $"{store}.set({KeyText(path)}, {value})" : $"set({store}, {JavaScriptText.Of(path)}, {value})";
    }

    /// <summary>The comment above the function of a node: what it was, and which debug nodes listened to it.</summary>
    public static string Head(GraphNode node)
    {
        var name = node.Source.Name.Length > 0 ? $" \"{JavaScriptText.Comment(node.Source.Name)}\"" : "";
        var debugs = node.Outputs.SelectMany(output => output).Where(target => target.Type == "debug").Distinct()
            .Select(debug => $"\n// trace point: debug \"{JavaScriptText.Comment(debug.Source.Name)}\" ({JavaScriptText.Comment(debug.Source.Id)}) shows what leaves here");
        return $"// {JavaScriptText.Comment(node.Type)}{name} ({JavaScriptText.Comment(node.Source.Id)}){string.Concat(debugs)}";
    }

    /// <summary>The whole function.</summary>
    public override string ToString()
    {
        var body = _cannot ? "  // not translated: messages end here; see the report of the import\n" : _lines.ToString();
        return $"{Head(node)}\nfunction {code.NameOf(node)}(msg) {{\n{body}}}";
    }

    // One stores' name of several: a rule has one store, kept with its devices.
    private string Key(string key)
    {
        if (!key.StartsWith("#:(", StringComparison.Ordinal) || key.IndexOf(")::", StringComparison.Ordinal) is var end && end < 0)
        {
            return key;
        }

        Changed("it names a context store; a rule keeps all context with its device");
        return key[(end + 3)..];
    }

    private static string KeyText(PropertyPath path)
    {
        var steps = path.Steps.Select((step, i) => step switch
        {
            PropertyStep.Member member when i == 0 => JavaScriptText.Of(member.Name),
            PropertyStep.OfMessage message => $"\"[\" + JSON.stringify(peek(msg, {JavaScriptText.Of(message.Path)})) + \"]\"",
            PropertyStep.Index index => JavaScriptText.Of($"[{JavaScriptText.Of((double)index.Value)}]"),
            PropertyStep.Member member => JavaScriptText.Of($"[{JavaScriptText.Of(member.Name)}]"),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
        return string.Join(" + ", steps);
    }

    private string? Environment(string name)
    {
        name = name.StartsWith("${", StringComparison.Ordinal) && name.EndsWith('}') ? name[2..^1] : name;
        switch (name)
        {
            case "NR_NODE_ID":
                return JavaScriptText.Of(Node.Id);
            case "NR_NODE_NAME":
                return JavaScriptText.Of(Node.Name);
        }

        if (node.Environment.TryGetValue(name, out var value) && value.Type != "env")
        {
            return Value(value.Value, value.Type);
        }

        Cannot($"it reads {name} from the environment of Node-RED's process, which a rule has not; write the value into the rule, or make it one of its variables");
        return null;
    }

    private string? Literal(string json, string type)
    {
        if (JavaScriptText.OfJson(json) is not { } literal || (type == "bin" && !IsBytes(json)))
        {
            Cannot($"{JavaScriptText.Of(json.Length > 60 ? json[..60] + "..." : json)} is not valid {(type == "bin" ? "as an array of bytes" : "JSON")}; Node-RED refuses it too");
            return null;
        }

        return type == "json" ? literal : code.IsFunction ? $"Buffer.from({literal})" : $"Uint8Array.from({literal})";
    }

    private static bool IsBytes(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Array && document.RootElement.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number);
    }
}
