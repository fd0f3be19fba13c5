namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>delay</c>: sends messages on later, or only so many of them.</summary>
/// <remarks>Source: Node-RED 5.0.4, 89-delay.js.</remarks>
internal static class DelayNode
{
    private const int LargestBurst = 1_000; // their times are kept with the device

    /// <summary>Whether messages wait in it; otherwise it only lets so many through.</summary>
    public static bool Waits(FlowNode node) => (node.Text("pauseType", "delay"), node.Flag("drop")) is not (("rate", true) or ("burst", _));

    public static void Write(NodeWriter writer)
    {
        var kind = writer.Node.Text("pauseType", "delay");
        switch (kind)
        {
            case "delay" or "delayv" or "random":
                writer.Use("hold");
                writer.Line($"hold({writer.Code.Live(writer.Graph)}, msg, {Wait(writer.Node, kind)}, {Onward(writer)})");
                break;
            case "rate" when writer.Node.Flag("drop"):
                DropBetween(writer);
                break;
            case "rate":
                writer.Use("paced");
                Start(writer, writer.Code.Live(writer.Graph));
                writer.Line($"paced(kept, msg, {JavaScriptText.Of(Gap(writer.Node))}, {Onward(writer)})");
                break;
            case "queue" or "timed":
                writer.Use("gathered");
                Start(writer, writer.Code.Live(writer.Graph));
                writer.Line($"gathered(kept, msg, {JavaScriptText.Of(Gap(writer.Node))}, {JavaScriptText.Of(kind == "timed")}, {Onward(writer)}, dropped => {{ send(dropped, {writer.Targets(1)}); run() }})");
                break;
            case "burst":
                Burst(writer);
                break;
            default:
                writer.Cannot($"it delays in a way that is not known, {JavaScriptText.Of(kind)}; write it as a function node");
                break;
        }
    }

    private static string Onward(NodeWriter writer) => $"held => {{ send(held, {writer.Targets(0)}); run() }}";

    private static void Start(NodeWriter writer, string kept)
    {
        writer.Line($"const kept = {kept}");
        if (writer.Node.Flag("allowrate"))
        {
            writer.Line("if (!isNaN(parseFloat(msg.rate))) kept.gap = parseFloat(msg.rate)");
        }
    }

    private static void DropBetween(NodeWriter writer)
    {
        Start(writer, writer.Code.Memory(writer.Graph));
        writer.Line("if (Object.hasOwn(msg, \"reset\")) { delete kept.last; delete kept.gap; return }");
        writer.Line($"const now = {writer.Code.Now}");
        writer.Line($"if (kept.last !== undefined && now - kept.last < (kept.gap ?? {JavaScriptText.Of(Gap(writer.Node))})) return send(msg, {writer.Targets(1)})");
        writer.Line("kept.last = now");
        writer.Line($"send(msg, {writer.Targets(0)})");
    }

    private static void Burst(NodeWriter writer)
    {
        var most = writer.Node.Number("rate") ?? 1;
        if (most > LargestBurst)
        {
            writer.Cannot($"it lets more than {LargestBurst} messages through at a time; here the time of each is kept with the device");
            return;
        }

        writer.Line($"const kept = {writer.Code.Memory(writer.Graph)}");
        writer.Line("if (Object.hasOwn(msg, \"reset\")) { delete kept.sent; return }");
        writer.Line($"const now = {writer.Code.Now}");
        writer.Line($"kept.sent = (kept.sent ?? []).filter(at => now - at < {JavaScriptText.Of(Unit(writer.Node) * Units(writer.Node))})");
        writer.Line($"if (kept.sent.length >= {JavaScriptText.Of(most)}) return send(msg, {writer.Targets(1)})");
        writer.Line("kept.sent.push(now)");
        writer.Line($"send(msg, {writer.Targets(0)})");
    }

    private static string Wait(FlowNode node, string kind)
    {
        if (kind == "random")
        {
            var unit = Milliseconds(node.Text("randomUnits"));
            var (first, last) = ((node.Number("randomFirst") ?? 1) * unit, (node.Number("randomLast") ?? 5) * unit);
            return $"{JavaScriptText.Of(first)} + {JavaScriptText.Of(last - first)} * Math.random()";
        }

        var wait = JavaScriptText.Of(Math.Max(0, (node.Number("timeout") ?? 5) * Milliseconds(node.Text("timeoutUnits"))));
        return kind == "delay" ? wait : $"isNaN(parseFloat(msg.delay)) ? {wait} : Math.max(0, parseFloat(msg.delay))";
    }

    // Between two messages.
    private static double Gap(FlowNode node) => Unit(node) * Units(node) / (node.Number("rate") is { } rate and > 0 ? rate : 1);

    private static double Units(FlowNode node) => node.Number("nbRateUnits") is { } number and > 0 ? number : 1;

    private static double Unit(FlowNode node) => Milliseconds(node.Text("rateUnits") + "s");

    private static double Milliseconds(string unit) => unit switch
    {
        "milliseconds" => 1,
        "minutes" => 60_000,
        "hours" => 3_600_000,
        "days" => 86_400_000,
        _ => 1_000,
    };
}
