namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>How the payload of a reading becomes <c>msg.payload</c>, as <c>datatype</c> of <c>mqtt in</c> says.</summary>
internal static class EntryPayload
{
    /// <summary>The payload format of rule.json: for functions one of the datatypes themselves.</summary>
    public static string FormatOf(FlowRule rule, bool isFunction) => rule.Entries.Select(TypeOf).Distinct().ToArray() switch
    {
        [var type] when isFunction => type,
        ["json"] => "json",
        _ => isFunction ? "buffer" : "text",
    };

    /// <summary>How a subscription wants its payload: json, auto-detect, utf8, auto, buffer or base64.</summary>
    public static string TypeOf(FlowEntry entry) => entry.Node.Source.Text("datatype") is "json" or "auto-detect" or "auto" or "buffer" or "base64" ? entry.Node.Source.Text("datatype") : "utf8"; // what the runtime takes an old file without it for

    /// <summary>The lines that send a reading on its way.</summary>
    public static string Write(RuleCode code) => string.Join('\n', code.Rule.Entries.Select(entry => Send(entry, code)));

    private static string Send(FlowEntry entry, RuleCode code)
    {
        var targets = code.Targets(entry.Node.Outputs.SelectMany(output => output));
        var message = code.IsFunction
            ? TypeOf(entry) == code.Payload ? "clone(msg)" : $"{{ ...clone(msg), payload: {FunctionPayload(entry, code)} }}"
            : $"{{ topic: reading.topic, payload: {ScriptPayload(entry, code)}, qos: reading.qos, retain: reading.retain }}";
        var send = $"send({message}, {targets})";
        if (!IsGuarded(entry, code))
        {
            return send;
        }

        code.Use("matches");
        return $"if (matches(reading.topic, {JavaScriptText.Of(entry.Topic!.Filter)})) {send}";
    }

    // A device's rule gets all it sends; one subscription to all of it needs no look at the topic.
    private static bool IsGuarded(FlowEntry entry, RuleCode code) =>
        entry.Topic is { } topic && (topic.IsNarrow || code.Rule.Entries.Any(other => other.Topic is { IsNarrow: true }) || code.Rule.Entries.DistinctBy(other => other.Topic?.Filter).Count() > 1);

    private static string ScriptPayload(FlowEntry entry, RuleCode code) => TypeOf(entry) switch
    {
        _ when code.Payload == "json" => "reading.payload",
        "json" => "JSON.parse(reading.text)",
        "auto-detect" => Detect("reading.text", code),
        _ => "reading.text",
    };

    // Subscriptions that differ share the bytes, and each makes of them what it wants.
    private static string FunctionPayload(FlowEntry entry, RuleCode code) => TypeOf(entry) switch
    {
        "json" => "JSON.parse(msg.payload.toString())",
        "auto-detect" => Detect(TextOrBytes(code), code),
        "auto" => TextOrBytes(code),
        "base64" => "msg.payload.toString(\"base64\")",
        _ => "msg.payload.toString()",
    };

    private static string TextOrBytes(RuleCode code)
    {
        code.Use("textOrBytes");
        return "textOrBytes(msg.payload)";
    }

    private static string Detect(string text, RuleCode code)
    {
        code.Use("detect");
        return $"detect({text})";
    }
}
