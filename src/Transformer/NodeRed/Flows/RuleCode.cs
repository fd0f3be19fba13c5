using System.Text;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>The JavaScript of one rule: a function for each node, and a queue between them that keeps Node-RED's order.</summary>
/// <param name="rule">The rule.</param>
/// <param name="isFunction">For kind "function", which function nodes need; otherwise for kind "script".</param>
/// <param name="findings">Gains what the nodes' translations tell.</param>
internal sealed class RuleCode(FlowRule rule, bool isFunction, FlowFindings findings)
{
    private static readonly HashSet<string> Silent = ["debug", "status", "complete", "comment"];

    private readonly Dictionary<GraphNode, string> _names = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _helpers = new(StringComparer.Ordinal) { "clone" };
    private readonly HashSet<string> _stores = [];
    private readonly List<string> _blocks = [];

    /// <summary>The rule.</summary>
    public FlowRule Rule => rule;

    /// <summary>Whether the code is the body of a Node-RED function.</summary>
    public bool IsFunction => isFunction;

    public FlowFindings Findings => findings;

    /// <summary>The payload format of rule.json that the code expects.</summary>
    public string Payload { get; } = EntryPayload.FormatOf(rule, isFunction);

    /// <summary>Milliseconds since 1970, as the reading says.</summary>
    public string Now => isFunction ? "Date.now()" : "reading.at.getTime()";

    /// <summary>Writes a function of the library into the rule.</summary>
    public void Use(string helper) => _helpers.Add(helper);

    /// <summary>What a node remembers between messages of one device, as an object.</summary>
    public string Memory(GraphNode node)
    {
        _stores.Add("memory");
        return $"(memory[{JavaScriptText.Of(NameOf(node))}] ??= {{}})";
    }

    /// <summary>A store of the context, <c>flow</c> or <c>global</c>; kept per device.</summary>
    public string Store(string scope)
    {
        _stores.Add(scope);
        return scope;
    }

    /// <summary>The JavaScript name of a node.</summary>
    public string NameOf(GraphNode node)
    {
        if (!_names.TryGetValue(node, out var name))
        {
            var type = string.Concat(node.Type.Where(char.IsAsciiLetterOrDigit)) is { Length: > 0 } letters && char.IsAsciiLetter(letters[0]) ? letters : "node";
            _counts[type] = _counts.GetValueOrDefault(type) + 1;
            _names[node] = name = type + _counts[type];
        }

        return name;
    }

    /// <summary>The functions behind an output, as an array.</summary>
    public string Targets(IEnumerable<GraphNode> nodes) => $"[{string.Join(", ", nodes.Where(node => !Silent.Contains(node.Type)).Select(NameOf))}]";

    /// <summary>Translates every node.</summary>
    public RuleCode Write()
    {
        foreach (var node in rule.Nodes)
        {
            _blocks.Add(NodeTranslators.Translate(node, this));
        }

        return this;
    }

    /// <summary>The whole file.</summary>
    public override string ToString()
    {
        _ = EntryPayload.Write(this); // may ask for functions of the library
        _helpers.UnionWith(["destination", "signalsOf"]);
        var text = new StringBuilder();
        text.Append("// Made from Node-RED flows by \"busroot rules import\": one function for each node.\n");
        if (!isFunction)
        {
            text.Append("import { warn } from \"busroot\"\n\nexport default function (reading, device) {\n");
            AppendBody(text);
            text.Append("}\n");
            AppendHelpers(text);
            return text.ToString();
        }

        AppendBody(text);
        AppendHelpers(text);
        return text.ToString();
    }

    private void AppendHelpers(StringBuilder text)
    {
        foreach (var source in CodeLibrary.SourceOf(_helpers))
        {
            text.Append('\n').Append(source).Append('\n');
        }
    }

    private void AppendBody(StringBuilder text)
    {
        var indent = isFunction ? "" : "  ";
        var catches = CatchRoutes.Of(this);
        AppendLines(text, indent, isFunction ? FunctionStart() : ScriptStart());
        AppendLines(text, indent, Loop(catches.Length > 0));
        AppendLines(text, indent, catches);
        foreach (var block in _blocks.Where(block => block.Length > 0))
        {
            text.Append('\n');
            AppendLines(text, indent, block);
        }

        text.Append('\n');
        AppendLines(text, indent, EntryPayload.Write(this));
        AppendLines(text, indent, isFunction ? FunctionEnd() : "run()\nreturn published");
    }

    private string ScriptStart() => $$"""
        const published = []
        {{StateLine("memory", "nodes")}}{{StateLine("flow", "flow")}}{{StateLine("global", "global")}}const publish = (msg, station) => {
          if (msg.payload !== undefined && msg.payload !== null) published.push({ station, signals: signalsOf(msg.payload, warn) })
        }
        """;

    private string StateLine(string store, string key) => _stores.Contains(store) ? $"const {store} = device.state.{key} ??= {{}}\n" : "";

    private string FunctionStart() => $$"""
        const reading = { topic: msg.topic }
        {{(_stores.Contains("memory") ? "const memory = context.get(\"nodes\") ?? {}\n" : "")}}const publish = (msg, station) => {
          if (msg.payload === undefined || msg.payload === null) return
          const topic = station === undefined ? "" : `busroot/v2/${reading.topic.split("/")[3]}/signals/${station}`
          node.send({ ...msg, topic, payload: signalsOf(msg.payload, text => node.warn(text)) })
        }
        """;

    private string FunctionEnd() => "await run()" + (_stores.Contains("memory") ? "\ncontext.set(\"nodes\", memory)" : "");

    // A queue, not calls within calls: Node-RED delivers breadth first, and a loop of wires does not pile up.
    private string Loop(bool hasCatches)
    {
        var call = isFunction ? "await step(msg)" : "step(msg)";
        var guarded = hasCatches ? $"try {{ {call} }} catch (error) {{ fail(step, msg, error) }}" : call;
        var loop = $$"""
            while (waiting.length > 0) {
              const [step, msg] = waiting.shift()
              {{guarded}}
            }
            """;
        return "const waiting = []\nconst send = (msg, steps) => steps.forEach((step, i) => waiting.push([step, i === 0 ? msg : clone(msg)]))\n" + (isFunction
            ? $"let running = false\nconst run = async () => {{\n  if (running) return\n  running = true\n  try {{\n{Indented(loop, "    ")}  }} finally {{ running = false }}\n}}"
            : $"const run = () => {{\n{Indented(loop, "  ")}}}");
    }

    private static string Indented(string lines, string indent) => string.Concat(lines.Split('\n').Select(line => indent + line + "\n"));

    private static void AppendLines(StringBuilder text, string indent, string lines)
    {
        if (lines.Length == 0)
        {
            return;
        }

        foreach (var line in lines.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            text.Append(line.Length == 0 ? "" : indent).Append(line).Append('\n');
        }
    }
}
