namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>How the payload of a reading becomes <c>msg.payload</c>, as <c>datatype</c> of <c>mqtt in</c> says.</summary>
internal static class EntryPayload
{
    /// <summary>The payload format of rule.json.</summary>
    public static string FormatOf(FlowRule rule, bool isFunction)
    {
        var types = rule.Entries.Select(entry => TypeOf(entry)).Distinct().ToArray();
        return types is ["json"] ? "json" : isFunction && types.Contains("buffer") ? "bytes" : "text";
    }

    /// <summary>How a subscription wants its payload: json, auto-detect, utf8, auto, buffer or base64.</summary>
    public static string TypeOf(FlowEntry entry) => entry.Node.Source.Text("datatype", "utf8"); // an old file without it means utf8

    /// <summary>The lines that send a reading on its way.</summary>
    public static string Write(RuleCode code) => string.Join('\n', code.Rule.Entries.Select(entry => Send(entry, code)));

    private static string Send(FlowEntry entry, RuleCode code)
    {
        var targets = code.Targets(entry.Node.Outputs.SelectMany(output => output));
        var message = code.IsFunction
            ? $"{{ ...clone(msg), payload: {FunctionPayload(entry, code)} }}"
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
        "buffer" => "reading.bytes",
        "base64" => NotBase64(entry, code),
        _ => "reading.text",
    };

    private static string FunctionPayload(FlowEntry entry, RuleCode code)
    {
        var text = code.Payload == "bytes" ? "msg.payload.toString()" : "msg.payload";
        return TypeOf(entry) switch
        {
            _ when code.Payload == "json" => "clone(msg.payload)",
            "json" => $"JSON.parse({text})",
            "auto-detect" => Detect(text, code),
            "buffer" => "Buffer.from(msg.payload)",
            "base64" => code.Payload == "bytes" ? "msg.payload.toString(\"base64\")" : "Buffer.from(msg.payload).toString(\"base64\")",
            _ => text,
        };
    }

    private static string Detect(string text, RuleCode code)
    {
        code.Use("detect");
        return $"detect({text})";
    }

    private static string NotBase64(FlowEntry entry, RuleCode code)
    {
        code.Findings.Add(entry.Node.Source, NodeVerdict.Cannot, "base64 of a payload is made only where a function node follows; choose the output \"a buffer\" in Node-RED and import again");
        return "undefined";
    }
}
