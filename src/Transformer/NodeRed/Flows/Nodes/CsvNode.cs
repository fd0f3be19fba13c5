namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>csv</c>: between CSV text and objects.</summary>
internal static class CsvNode
{
    // What each of the two parsers of Node-RED takes for a number.
    private const string RfcNumber = @"/^(?! *(\+|-0\d|0\d)).+$/";
    private const string LegacyNumber = @"/^-?(?!E)(?!0\d)\d*\.?\d*(E-?\+?)?\d+$/i";

    public static void Write(NodeWriter writer)
    {
        var separator = Unescaped(writer.Node.Text("sep", ","));
        if (separator.Length != 1)
        {
            writer.Cannot($"the separator {JavaScriptText.Of(separator)} is not one character");
            return;
        }

        writer.Use("csvObjects", "csvText");
        var columns = Columns(writer.Node.Text("temp"));
        writer.Line("if (msg.payload === undefined || msg.payload === null) return");
        WriteText(writer, separator, columns);
        writer.Line("if (typeof msg.payload !== \"string\") return");
        writer.Line($"const {{ rows, names }} = csvObjects(msg.payload, {Reading(writer.Node, separator, columns)})");
        writer.Line("msg.columns = names");
        if (writer.Node.Text("multi", "one") == "mult")
        {
            writer.Line("msg.payload = rows");
            writer.Line($"send(msg, {writer.Everything})");
            return;
        }

        writer.Line($"const id = msg._msgid ?? \"csv\" + {writer.Code.Now}");
        writer.Line("rows.forEach((row, index) => {");
        writer.Line($"  send({{ parts: {{ id, index, count: rows.length }}, ...clone(msg), payload: row }}, {writer.Everything})");
        writer.Line("})");
    }

    private static void WriteText(NodeWriter writer, string separator, string columns)
    {
        var header = writer.Node.Text("hdrout", "none");
        if (header == "once")
        {
            writer.Line($"const kept = {writer.Code.Memory(writer.Graph)}");
            writer.Line("if (Object.hasOwn(msg, \"reset\")) delete kept.hasHeader");
        }

        var isWritten = header == "once" ? "kept.hasHeader !== true" : JavaScriptText.Of(header is "all" or "true");
        writer.Line("if (typeof msg.payload === \"object\") {");
        writer.Line($"  const {{ text, names }} = csvText(msg.payload, {{ separator: {JavaScriptText.Of(separator)}, columns: {columns}, told: msg.columns, header: {isWritten}, lineEnd: {JavaScriptText.Of(Unescaped(writer.Node.Text("ret", "\\n")))} }})");
        if (header == "once")
        {
            writer.Line("  kept.hasHeader = true");
        }

        writer.Line("  msg.payload = text");
        writer.Line("  msg.columns = names");
        writer.Line($"  return send(msg, {writer.Everything})");
        writer.Line("}");
    }

    private static string Reading(FlowNode node, string separator, string columns)
    {
        var number = node.Text("strings", "true") == "false" ? "null" : node.Text("spec") == "rfc" ? RfcNumber : LegacyNumber;
        return $"{{ separator: {JavaScriptText.Of(separator)}, columns: {columns}, header: {JavaScriptText.Of(node.Flag("hdrin"))}, skip: {JavaScriptText.Of(Math.Max(0, node.Number("skip") ?? 0))}, "
            + $"number: {number}, empty: {JavaScriptText.Of(node.Flag("include_empty_strings"))}, nulls: {JavaScriptText.Of(node.Flag("include_null_values"))} }}";
    }

    private static string Columns(string template)
    {
        var names = template.Split(',').Select(name => name.Trim().Trim('"').Trim()).ToArray();
        return names is [""] ? "undefined" : $"[{string.Join(", ", names.Select(JavaScriptText.Of))}]";
    }

    private static string Unescaped(string text) =>
        text.Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal);
}
