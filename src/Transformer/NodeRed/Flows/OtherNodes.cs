namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Says what becomes of the nodes that are in no rule, so that every node of a file has its line.</summary>
internal sealed class OtherNodes(FlowGraph graph, FlowFindings findings)
{
    public void Describe(IEnumerable<FlowNode> nodes)
    {
        var placed = graph.Nodes.ToLookup(node => node.Source.Id, StringComparer.Ordinal);
        foreach (var node in nodes.Where(node => !findings.Has(node)))
        {
            var (verdict, reason) = Of(node, [.. placed[node.Id]]);
            findings.Add(node, verdict, reason);
        }
    }

    private static (NodeVerdict Verdict, string? Reason) Of(FlowNode node, GraphNode[] placed) => node.Type switch
    {
        "tab" or "group" or "comment" => (NodeVerdict.LeftOut, null),
        "subflow" => (NodeVerdict.LeftOut, "its nodes are copied to where it is used"),
        "mqtt-broker" => (NodeVerdict.LeftOut, "devices connect to this broker, each with its own login; nothing of this one's is taken over"),
        "link out" when node.Text("mode") == "return" => (NodeVerdict.LeftOut, "no message of a rule reaches it"),
        "junction" or "link in" or "link out" => (NodeVerdict.Runs, null),
        "inject" => node.Text("repeat").Length > 0 || node.Text("crontab").Length > 0
            ? (NodeVerdict.Cannot, "it starts messages by a schedule; a rule runs when its device sends")
            : (NodeVerdict.LeftOut, "it feeds no rule"),
        "debug" => (NodeVerdict.LeftOut, "no rule leads to it"),
        "status" or "complete" when placed.Any(CatchRoutes.Publishes) => (NodeVerdict.Cannot, node.Type == "status"
            ? "it starts messages when a node shows a status, which nobody sees in a rule; send the message from that node"
            : "it starts messages when a node is done, which a rule does not tell; wire what is behind it behind that node"),
        "status" or "complete" => (NodeVerdict.LeftOut, "it leads to no mqtt out, so nothing of it would become signals"),
        "catch" => (NodeVerdict.LeftOut, "it gets no error of a rule's nodes"),
        "mqtt in" => (NodeVerdict.LeftOut, "it leads nowhere"),
        var type when type.StartsWith("subflow:", StringComparison.Ordinal) => (NodeVerdict.Runs, null),
        var type when NodeTranslators.IsUnneeded(type) => (NodeVerdict.LeftOut, "configuration of Node-RED"),
        _ when placed.Length == 0 => (NodeVerdict.LeftOut, "it lies in a subflow that is not used, or on a tab that is not in the file"),
        var type when NodeTranslators.Knows(type) => (NodeVerdict.Cannot, "no mqtt in leads to it, so no device's reading ever reaches it"),
        var type => (NodeVerdict.Cannot, NodeTranslators.RefusalOf(type)),
    };
}
