namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>join</c>: puts messages together, by what <c>split</c> noted or by count.</summary>
internal static class JoinNode
{
    public static void Write(NodeWriter writer)
    {
        var node = writer.Node;
        var (mode, build) = (node.Text("mode", "auto"), node.Text("build", "string"));
        if (mode == "reduce" || (mode == "custom" && build is "buffer"))
        {
            writer.Cannot(mode == "reduce" ? "it reduces with JSONata expressions, which are not run; write it as a function node" : "it joins bytes; write it as a function node");
            return;
        }

        writer.Use("join");
        writer.Line($"const groups = {writer.Code.Memory(writer.Graph)}");
        if (mode == "auto")
        {
            writer.Line("if (msg.parts?.id === undefined) return");
            writer.Line("const { id, type, count, ch, key, index, len } = msg.parts");
            Finish(writer, "id, build: type, count, joiner: ch, key, index, value: msg.payload, whole: len > 1");
            return;
        }

        Custom(writer, build);
    }

    private static void Custom(NodeWriter writer, string build)
    {
        var node = writer.Node;
        if (node.Number("timeout") > 0)
        {
            writer.Changed("it does not send by its timeout, only when it has all or gets msg.complete");
        }

        if (writer.Path(node.Text("property", "payload")) is not { } property || writer.Path(node.Text("key", "topic")) is not { } key)
        {
            return;
        }

        var count = node.Text("count").Length == 0 ? "msg.parts?.count ?? 0" : JavaScriptText.Of(node.Number("count") ?? 0);
        var value = node.Text("propertyType") == "full" ? "msg" : JavaScriptText.Read("msg", property, isLenient: true);
        var joiner = node.Text("joiner", "\\n").Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal);
        writer.Line("if (Object.hasOwn(msg, \"reset\")) { delete groups._; return }");
        if (build == "merged")
        {
            writer.Line($"if (typeof {value} !== \"object\" || {value} === null || Array.isArray({value})) return");
        }

        Finish(writer, $"id: \"_\", build: {JavaScriptText.Of(build)}, count: {count}, joiner: {JavaScriptText.Of(joiner)}, key: {JavaScriptText.Read("msg", key, isLenient: true)}, value: {value}, keep: {JavaScriptText.Of(node.Flag("accumulate") && build is "object" or "merged")}");
    }

    private static void Finish(NodeWriter writer, string options)
    {
        writer.Line($"const joined = join(groups, msg, {{ {options} }})");
        writer.Line($"if (joined !== undefined) send(joined, {writer.Everything})");
    }
}
