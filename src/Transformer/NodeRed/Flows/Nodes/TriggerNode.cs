namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>trigger</c>: sends something at once and something else later; the usual watchdog over a device that falls silent.</summary>
/// <remarks>Source: Node-RED 5.0.4, 89-trigger.js.</remarks>
internal static class TriggerNode
{
    public static void Write(NodeWriter writer)
    {
        var node = writer.Node;
        var (first, second) = (Output(writer, "op1", "1"), Output(writer, "op2", "0"));
        if (first is null || second is null || writer.Path(node.Text("topic") is { Length: > 0 } topicField ? topicField : "topic") is not { } topic)
        {
            return;
        }

        var (duration, loops) = node.Number("duration") is { } given ? (Math.Abs(given) * UnitOf(node), given < 0) : (250, false);
        writer.Use("trigger");
        writer.Line($"trigger({writer.Code.Live(writer.Graph)}, msg, {{");
        writer.Line($"  topic: {(node.Text("bytopic", "all") == "all" ? "\"\"" : $"{JavaScriptText.Read("msg", topic, isLenient: true)} || \"\"")},");
        writer.Line($"  wait: {Wait(node, duration)},");
        writer.Line($"  isReset: {Reset(node.Text("reset"))},");
        if (loops || node.Flag("extend"))
        {
            writer.Line(loops ? "  loop: true," : "  extend: true,");
        }

        WriteOutputs(writer, first, second);
        writer.Line("})");
    }

    private static void WriteOutputs(NodeWriter writer, TriggerOutput first, TriggerOutput second)
    {
        var behindSecond = writer.Node.Number("outputs") == 2 ? 1 : 0;
        if (first.Value is { } value)
        {
            writer.Line($"  first: msg => {value},");
        }

        if (first.Kind != "nul")
        {
            writer.Line($"  onFirst: first => {{ send(first, {writer.Targets(0)}); run() }},");
        }

        if (second.Kind is "payl")
        {
            writer.Line("  latest: true,");
        }
        else if (second.Kind != "nul")
        {
            writer.Line($"  second: msg => {second.Value ?? "msg.payload"},");
            if (second.Kind is "flow" or "global" or "date")
            {
                writer.Line("  late: true,");
            }
        }

        writer.Line($"  onSecond: second => {{ send(second, {writer.Targets(behindSecond)}); run() }},");
    }

    /// <summary>What is sent: an expression over <c>msg</c>; none for a message as it is, and for nothing.</summary>
    private static TriggerOutput? Output(NodeWriter writer, string field, string otherwise)
    {
        var type = writer.Node.Text(field + "type") is { Length: > 0 } given ? given : "str";
        var value = writer.Node.Text(field) is { Length: > 0 } text ? text : type == "date" ? "" : otherwise;
        type = type != "val" ? type : value is "true" or "false" ? "bool" : value == "null" ? "null" : "str";
        if (type == "date" && value == otherwise)
        {
            value = ""; // the default of another type
        }

        return type switch
        {
            "nul" or "pay" or "payl" => new TriggerOutput(type, null),
            "null" => new TriggerOutput(type, "null"),
            "str" when value.Contains("{{", StringComparison.Ordinal) => TemplateNode.Filled(writer, value) is { } filled ? new TriggerOutput(type, filled) : null,
            _ => writer.Value(value, type) is { } expression ? new TriggerOutput(type, expression) : null,
        };
    }

    private static string Wait(FlowNode node, double duration) => node.Flag("overrideDelay")
        ? $"isNaN(parseFloat(msg.delay)) ? {JavaScriptText.Of(duration)} : parseFloat(msg.delay)"
        : JavaScriptText.Of(duration);

    private static string Reset(string payload) => "Object.hasOwn(msg, \"reset\")"
        + (payload.Length == 0 ? "" : $" || (msg.payload !== undefined && msg.payload !== null && String(msg.payload) === {JavaScriptText.Of(payload)})");

    private static double UnitOf(FlowNode node) => node.Text("units") switch
    {
        "s" => 1_000,
        "min" => 60_000,
        "hr" => 3_600_000,
        _ => 1,
    };
}

/// <summary>One of the two things a <c>trigger</c> sends.</summary>
/// <param name="Kind">The type of the field; nul for nothing, pay for the message, payl for the latest one.</param>
/// <param name="Value">The payload, as an expression.</param>
internal sealed record TriggerOutput(string Kind, string? Value);
