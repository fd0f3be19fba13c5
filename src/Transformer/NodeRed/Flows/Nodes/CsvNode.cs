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
        writer.Line($"if (typeof msg.payload === \"object\") {{");
        writer.Line($"  msg.payload = csvText(msg.payload, {{ separator: {JavaScriptText.Of(separator)}, columns: {columns}, header: {JavaScriptText.Of(WritesHeader(writer))}, lineEnd: {JavaScriptText.Of(Unescaped(writer.Node.Text("ret", "\\n")))} }})");
        writer.Line($"  return send(msg, {writer.Everything})");
        writer.Line("}");
        writer.Line("if (typeof msg.payload !== \"string\") return");
        writer.Line($"const rows = csvObjects(msg.payload, {Reading(writer.Node, separator, columns)})");
        if (writer.Node.Text("multi", "one") == "mult")
        {
            writer.Line("msg.payload = rows");
            writer.Line($"send(msg, {writer.Everything})");
            return;
        }

        writer.Line($"const id = \"csv\" + {writer.Code.Now}");
        writer.Line("rows.forEach((row, index) => {");
        writer.Line($"  send({{ ...clone(msg), payload: row, parts: {{ id, index, count: rows.length }} }}, {writer.Everything})");
        writer.Line("})");
    }

    private static string Reading(FlowNode node, string separator, string columns)
    {
        var number = node.Text("strings", "true") == "false" ? "null" : node.Text("spec") == "rfc" ? RfcNumber : LegacyNumber;
        return $"{{ separator: {JavaScriptText.Of(separator)}, columns: {columns}, header: {JavaScriptText.Of(node.Flag("hdrin"))}, skip: {JavaScriptText.Of(Math.Max(0, node.Number("skip") ?? 0))}, "
            + $"number: {number}, empty: {JavaScriptText.Of(node.Flag("include_empty_strings"))}, nulls: {JavaScriptText.Of(node.Flag("include_null_values"))} }}";
    }

    private static bool WritesHeader(NodeWriter writer)
    {
        var header = writer.Node.Text("hdrout", "none");
        if (header == "once")
        {
            writer.Changed("the header line stands in every CSV text it makes, not only in the first");
        }

        return header is "all" or "once" or "true";
    }

    private static string Columns(string template)
    {
        var names = template.Split(',').Select(name => name.Trim().Trim('"').Trim()).ToArray();
        return names is [""] ? "undefined" : $"[{string.Join(", ", names.Select(JavaScriptText.Of))}]";
    }

    private static string Unescaped(string text) =>
        text.Replace("\\t", "\t", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal);
}
