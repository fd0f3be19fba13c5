namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Says what becomes of the nodes that are in no rule, so that every node of a file has its line.</summary>
internal sealed class OtherNodes(FlowGraph graph, FlowFindings findings)
{
    public void Describe(IEnumerable<FlowNode> nodes)
    {
        var placed = graph.Nodes.Select(node => node.Source.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var node in nodes.Where(node => !findings.Has(node)))
        {
            var (verdict, reason) = Of(node, placed.Contains(node.Id));
            findings.Add(node, verdict, reason);
        }
    }

    private static (NodeVerdict Verdict, string? Reason) Of(FlowNode node, bool isPlaced) => node.Type switch
    {
        "tab" or "group" or "comment" => (NodeVerdict.LeftOut, null),
        "subflow" => (NodeVerdict.LeftOut, "its nodes are copied to where it is used"),
        "mqtt-broker" => (NodeVerdict.LeftOut, "devices connect to this broker, each with its own login; nothing of this one's is taken over"),
        "junction" or "link in" or "link out" => (NodeVerdict.Runs, null),
        "inject" => node.Text("repeat").Length > 0 || node.Text("crontab").Length > 0
            ? (NodeVerdict.Cannot, "it starts messages by a schedule; a rule runs when its device sends")
            : (NodeVerdict.LeftOut, "it feeds no rule"),
        "debug" => (NodeVerdict.LeftOut, "no rule leads to it"),
        "catch" or "status" or "complete" => (NodeVerdict.LeftOut, "it listens to no node of a rule"),
        "mqtt in" => (NodeVerdict.LeftOut, "it leads nowhere"),
        var type when type.StartsWith("subflow:", StringComparison.Ordinal) => (NodeVerdict.Runs, null),
        var type when NodeTranslators.IsUnneeded(type) => (NodeVerdict.LeftOut, "configuration of Node-RED"),
        _ when !isPlaced => (NodeVerdict.LeftOut, "it lies in a subflow that is not used, or on a tab that is not in the file"),
        var type when NodeTranslators.Knows(type) => (NodeVerdict.Cannot, "no mqtt in leads to it, so no device's reading ever reaches it"),
        var type => (NodeVerdict.Cannot, NodeTranslators.RefusalOf(type)),
    };
}
