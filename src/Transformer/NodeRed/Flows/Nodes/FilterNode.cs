namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>rbe</c>, "filter" in the palette: lets a value through when it has changed, or has changed by so much.</summary>
internal static class FilterNode
{
    public static void Write(NodeWriter writer)
    {
        var kind = writer.Node.Text("func", "rbe");
        var topicField = writer.Node.Text("topi", "topic");
        if (writer.Path(writer.Node.Text("property", "payload")) is not { } path || writer.Path(topicField) is not { } topic)
        {
            return;
        }

        var perTopic = writer.Node.Text("septopics", "true") != "false";
        writer.Line($"const kept = {writer.Code.Memory(writer.Graph)}");
        writer.Line($"const previous = kept.previous ??= {{}}");
        writer.Line($"const topic = {(perTopic ? JavaScriptText.Read("msg", topic, isLenient: true) + " || " : "")}\"_no_topic\"");
        writer.Line("if (Object.hasOwn(msg, \"reset\")) {");
        writer.Line("  if (topic !== \"_no_topic\") delete previous[msg.topic]");
        writer.Line("  else for (const key of Object.keys(previous)) delete previous[key]");
        writer.Line("}");
        writer.Line($"const value = {JavaScriptText.Read("msg", path, isLenient: true)}");
        var test = kind is "rbe" or "rbei" ? Changed(writer, kind) : Beyond(writer, kind);
        writer.Line($"if (value !== undefined && {test}) send(msg, {writer.Everything})");
    }

    private static string Changed(NodeWriter writer, string kind)
    {
        writer.Use("changed");
        return $"changed(previous, topic, value, {{ quietStart: {JavaScriptText.Of(kind == "rbei")} }})";
    }

    private static string Beyond(NodeWriter writer, string kind)
    {
        writer.Use("beyond");
        var gap = writer.Node.Text("gap", "0");
        var start = writer.Node.Text("start");
        var options = new List<string>
        {
            $"gap: {JavaScriptText.Of(FlowNode.NumberOf(gap.TrimEnd('%')))}",
            $"percent: {JavaScriptText.Of(gap.EndsWith('%'))}",
            $"narrow: {JavaScriptText.Of(kind.StartsWith("narrow", StringComparison.Ordinal))}",
            $"equal: {JavaScriptText.Of(kind is "deadbandEq" or "narrowband")}",
            $"input: {JavaScriptText.Of(writer.Node.Text("inout", "out") == "in")}",
        };
        if (start.Length > 0)
        {
            options.Add($"start: {JavaScriptText.Of(FlowNode.NumberOf(start))}");
        }

        return $"beyond(previous, topic, value, {{ {string.Join(", ", options)} }})";
    }
}
