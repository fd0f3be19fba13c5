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
    private readonly List<string> _bodies = [];

    /// <summary>The rule.</summary>
    public FlowRule Rule => rule;

    /// <summary>Whether the code is the body of a Node-RED function.</summary>
    public bool IsFunction => isFunction;

    public FlowFindings Findings => findings;

    /// <summary>The payload format of rule.json that the code expects.</summary>
    public string Payload { get; } = EntryPayload.FormatOf(rule, isFunction);

    /// <summary>Milliseconds since 1970, as the reading says.</summary>
    public string Now => isFunction ? "Date.now()" : "reading.at.getTime()";

    /// <summary>The function that takes a warning.</summary>
    public string Warn => isFunction ? "node.warn" : "warn";

    /// <summary>Writes a function of the library into the rule.</summary>
    public void Use(string helper) => _helpers.Add(helper);

    /// <summary>What a node remembers between messages of one device, as an object.</summary>
    public string Memory(GraphNode node)
    {
        _stores.Add("memory");
        return $"memory({JavaScriptText.Of(NameOf(node))})";
    }

    /// <summary>What a node has at work for one device, as an object: timers, and messages that wait. In memory, as timers are; only where <see cref="IsFunction"/>.</summary>
    public string Live(GraphNode node)
    {
        _stores.Add("live");
        return $"live({JavaScriptText.Of(NameOf(node))})";
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

    /// <summary>Puts what somebody else wrote where it sees no name of the code around it.</summary>
    /// <param name="name">What it is found by, below <c>bodies</c>.</param>
    /// <param name="source">An expression; stands as it is, so that texts over several lines stay what they are.</param>
    public void Keep(string name, string source) => _bodies.Add($"  {name}: {source},\n");

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
        text.Append(isFunction ? "return (function (bodies) {\n" : "import { warn } from \"busroot\"\n\nexport default function (reading, device) {\n");
        AppendBody(text);
        if (!isFunction)
        {
            text.Append("}\n");
        }

        foreach (var source in CodeLibrary.SourceOf(_helpers))
        {
            text.Append('\n');
            AppendLines(text, isFunction ? "  " : "", source);
        }

        return isFunction ? text.Append("})({\n").AppendJoin("", _bodies).Append("})\n").ToString() : text.ToString();
    }

    private void AppendBody(StringBuilder text)
    {
        var catches = CatchRoutes.Of(this);
        RuleFrame frame = isFunction ? new RuleFrame.Function(catches.Length > 0, _stores) : new RuleFrame.Script(catches.Length > 0, _stores);
        AppendLines(text, "  ", frame.Start());
        AppendLines(text, "  ", catches);
        foreach (var block in _blocks.Where(block => block.Length > 0))
        {
            text.Append('\n');
            AppendLines(text, "  ", block);
        }

        text.Append('\n');
        AppendLines(text, "  ", EntryPayload.Write(this));
        AppendLines(text, "  ", frame.End());
    }

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
