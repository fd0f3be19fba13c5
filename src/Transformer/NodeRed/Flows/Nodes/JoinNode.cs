namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>join</c>: puts messages together, by what <c>split</c> noted or by count.</summary>
/// <remarks>Source: Node-RED 5.0.4, 17-split.js.</remarks>
internal static class JoinNode
{
    /// <summary>Whether it sends by a timer too.</summary>
    public static bool HasTimeout(FlowNode node) => node.Text("mode", "auto") == "custom" && node.Number("timeout") > 0;

    public static void Write(NodeWriter writer)
    {
        var node = writer.Node;
        var (mode, build) = (node.Text("mode", "auto"), node.Text("build", "array"));
        if (mode == "reduce" || (mode == "custom" && build is "buffer"))
        {
            writer.Cannot(mode == "reduce" ? "it reduces with JSONata expressions, which are not run; write it as a function node" : "it joins bytes; write it as a function node");
            return;
        }

        writer.Use("join");
        writer.Line($"const groups = {writer.Code.Memory(writer.Graph)}");
        if (mode == "auto")
        {
            Auto(writer);
        }
        else
        {
            Custom(writer, build);
        }
    }

    private static void Auto(NodeWriter writer)
    {
        writer.Line("if (msg.parts?.id === undefined) {");
        writer.Line("  if (Object.hasOwn(msg, \"reset\")) for (const id of Object.keys(groups)) delete groups[id]");
        writer.Line("  return");
        writer.Line("}");
        writer.Line("const { id, type, count, ch, key, index, len } = msg.parts");
        writer.Line("const whole = join(groups, msg, { id, build: type, count, joiner: ch, key, index, value: msg.payload, whole: type === \"array\" && len > 1, path: [\"payload\"] })");
        Send(writer);
    }

    private static void Custom(NodeWriter writer, string build)
    {
        var node = writer.Node;
        var isFull = node.Text("propertyType") == "full";
        if (writer.Path(isFull ? "payload" : node.Text("property", "payload")) is not { } property || writer.Path(node.Text("key", "topic")) is not { } key)
        {
            return;
        }

        if (node.Text("useparts", "true") == "false")
        {
            writer.Line("if (msg.parts?.parts) msg.parts = { parts: msg.parts.parts }");
            writer.Line("else delete msg.parts");
        }

        var byParts = node.Text("count").Length == 0;
        writer.Line($"const id = {(byParts ? "msg.parts?.id ?? \"_\"" : "\"_\"")}");
        var joiner = node.Text("joiner").Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal);
        writer.Line("const options = {");
        writer.Line($"  id, build: {JavaScriptText.Of(build)}, count: {(byParts ? "msg.parts?.count ?? 0" : JavaScriptText.Of(node.Number("count") ?? 0))}, joiner: {JavaScriptText.Of(joiner)},");
        writer.Line($"  key: {JavaScriptText.Read("msg", key, isLenient: true)}, value: {(isFull ? "clone(msg)" : JavaScriptText.Read("msg", property, isLenient: true))},");
        writer.Line($"  path: {JavaScriptText.Of(property)}, keep: {JavaScriptText.Of(node.Flag("accumulate"))},");
        writer.Line("}");
        if (HasTimeout(node))
        {
            writer.Use("joinInTime");
            writer.Line($"const whole = joinInTime({writer.Code.Live(writer.Graph)}, groups, msg, options, {JavaScriptText.Of(node.Number("timeout") * 1_000)}, part => {{ send(part, {writer.Everything}); run() }})");
        }
        else
        {
            writer.Line("const whole = join(groups, msg, options)");
        }

        Send(writer);
    }

    private static void Send(NodeWriter writer) => writer.Line($"if (whole !== undefined) send(whole, {writer.Everything})");
}
