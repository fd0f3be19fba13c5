namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>delay</c>: a rule does not wait, but it can let only so many messages through.</summary>
internal static class DelayNode
{
    public static void Write(NodeWriter writer)
    {
        var kind = writer.Node.Text("pauseType", "delay");
        if (kind == "rate" && writer.Node.Flag("drop") && Interval(writer.Node) is { } interval)
        {
            writer.Line($"const kept = {writer.Code.Memory(writer.Graph)}");
            writer.Line($"const now = {writer.Code.Now}");
            writer.Line($"if (kept.last !== undefined && now - kept.last < {JavaScriptText.Of(interval)}) return");
            writer.Line("kept.last = now");
            writer.Line($"send(msg, {writer.Targets(0)})");
            if (writer.Node.Number("outputs") == 2)
            {
                writer.Changed("its second output, for what is not let through, gives nothing");
            }

            return;
        }

        writer.Cannot(kind switch
        {
            "rate" => "it holds messages back to send them later; a rule answers each reading at once. Choose \"drop intermediate messages\" in Node-RED, which works, or remove it",
            "queue" or "timed" => "it gathers messages by topic and sends them by a timer; a rule answers each reading at once",
            _ => "it holds messages back; a rule answers each reading at once, and its signals have the time of the reading. Remove it, and import again",
        });
    }

    private static double? Interval(FlowNode node)
    {
        var unit = node.Text("rateUnits", "second") switch
        {
            "second" => 1_000,
            "minute" => 60_000,
            "hour" => 3_600_000,
            "day" => 86_400_000,
            _ => 0d,
        };
        var count = node.Number("rate") is { } rate and > 0 ? rate : 1;
        var units = node.Number("nbRateUnits") is { } number and > 0 ? number : 1;
        return unit == 0 ? null : unit * units / count;
    }
}
