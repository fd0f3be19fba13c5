using System.Collections.Frozen;
using Busroot.Transformer.NodeRed.Flows.Nodes;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Which nodes can be translated, and what to say of the others.</summary>
internal static class NodeTranslators
{
    private static readonly FrozenDictionary<string, Action<NodeWriter>> ByType = new Dictionary<string, Action<NodeWriter>>
    {
        ["mqtt out"] = MqttOutNode.Write,
        ["json"] = JsonNode.Write,
        ["csv"] = CsvNode.Write,
        ["xml"] = XmlNode.Write,
        ["change"] = ChangeNode.Write,
        ["switch"] = SwitchNode.Write,
        ["range"] = RangeNode.Write,
        ["rbe"] = FilterNode.Write,
        ["template"] = TemplateNode.Write,
        ["split"] = SplitNode.Write,
        ["join"] = JoinNode.Write,
        ["delay"] = DelayNode.Write,
        ["trigger"] = TriggerNode.Write,
        ["link call"] = LinkNodes.WriteCall,
        ["link out"] = LinkNodes.WriteOut,
        ["catch"] = CatchNode.Write,
        ["debug"] = DebugNode.Write,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Refusals = new Dictionary<string, string>
    {
        ["batch"] = "it collects messages over time or across topics; write it as a function node",
        ["sort"] = "it is not translated; write it as a function node",
        ["exec"] = "rules start no programs",
        ["file"] = "rules reach no files",
        ["file in"] = "rules reach no files",
        ["http request"] = "rules reach no network",
        ["http in"] = "rules take readings only",
        ["http response"] = "rules take readings only",
        ["mqtt in"] = "",
        ["yaml"] = "YAML is not read in rules",
        ["html"] = "HTML is not read in rules",
        ["tcp out"] = "rules reach no network",
        ["udp out"] = "rules reach no network",
        ["websocket out"] = "rules reach no network",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Types that only configure Node-RED, or show something.</summary>
    private static readonly FrozenSet<string> Unneeded = new[]
    {
        "tab", "group", "subflow", "comment", "mqtt-broker", "tls-config", "http proxy", "http-proxy", "global-config", "websocket-listener", "websocket-client", "ui_base", "ui_tab", "ui_group", "ui_spacer",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a node of this type works in a rule, settings aside.</summary>
    public static bool Knows(string type) => type == "function" || ByType.ContainsKey(type);

    /// <summary>Whether a node of this kind starts timers, or is a function.</summary>
    public static bool NeedsFunction(FlowNode node) => node.Type is "function" or "trigger" || (node.Type == "delay" && DelayNode.Waits(node)) || (node.Type == "join" && JoinNode.HasTimeout(node));

    public static bool IsUnneeded(string type) => Unneeded.Contains(type) || type.StartsWith("ui-", StringComparison.Ordinal);

    /// <summary>Why a type does not work in a rule.</summary>
    public static string RefusalOf(string type) => Refusals.TryGetValue(type, out var reason) && reason.Length > 0 ? reason : $"nodes of type {type} are not known to the import; write what it does as a function node";

    /// <summary>The function a node becomes; the finding says what became of the node.</summary>
    public static string Translate(GraphNode node, RuleCode code)
    {
        if (node.Type == "function")
        {
            return FunctionNode.Write(node, code);
        }

        var writer = new NodeWriter(node, code);
        if (ByType.TryGetValue(node.Type, out var write))
        {
            write(writer);
            code.Findings.Add(node.Source, NodeVerdict.Runs);
        }
        else
        {
            writer.Cannot(RefusalOf(node.Type));
        }

        return node.Type == "debug" ? "" : writer.ToString();
    }
}
