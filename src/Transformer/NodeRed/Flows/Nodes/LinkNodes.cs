namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>link call</c> and the <c>link out</c> that returns to it; other links are wires.</summary>
/// <remarks>Source: Node-RED 5.0.4, 60-link.js. Who called is noted in the message, so that calls may be made within calls.</remarks>
internal static class LinkNodes
{
    public static void WriteCall(NodeWriter writer)
    {
        if (writer.Node.Text("linkType") == "dynamic" || writer.Graph.Outputs[1].Count == 0)
        {
            writer.Cannot(writer.Node.Text("linkType") == "dynamic"
                ? "it calls what a message names; choose a fixed link in the node"
                : "there is nothing behind the link in it calls; export it with its tab");
            return;
        }

        if (!writer.Code.Rule.Nodes.Any(IsReturn))
        {
            writer.Changed("nothing returns to it: Node-RED reports a timeout then; here its messages end where they go");
        }

        writer.Line($"(msg._linkSource ??= []).push({JavaScriptText.Of(writer.Code.NameOf(writer.Graph))})");
        writer.Line($"send(msg, {writer.Targets(1)})");
    }

    public static void WriteOut(NodeWriter writer)
    {
        var callers = writer.Code.Rule.Nodes.Where(node => node.Type == "link call").Select(call => $"{writer.Code.NameOf(call)}: {writer.Code.Targets(call.Outputs[0])}");
        writer.Line("const caller = msg._linkSource?.pop?.()");
        writer.Line("if (msg._linkSource?.length === 0) delete msg._linkSource");
        writer.Line($"const behind = {{ {string.Join(", ", callers)} }}[caller]");
        writer.Line($"if (behind === undefined) {writer.Code.Warn}(\"link out: no link call waits for this message\")");
        writer.Line("else send(msg, behind)");
    }

    private static bool IsReturn(GraphNode node) => node.Type == "link out"; // those that pass on are wires, and no nodes of a rule
}
