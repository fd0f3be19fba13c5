namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>split</c>: one message for each part of a text, an array or an object.</summary>
internal static class SplitNode
{
    public static void Write(NodeWriter writer)
    {
        var node = writer.Node;
        var kind = node.Text("spltType", "str");
        if (node.Flag("stream") || kind == "bin" || node.Text("property", "payload") != "payload")
        {
            writer.Cannot(node.Flag("stream") ? "it treats messages as one stream of bytes; a reading is whole" : kind == "bin" ? "it splits at bytes; split at a text, or write it as a function node" : "it splits another property than payload; move the property to payload before it");
            return;
        }

        var length = node.Number("splt");
        var arrayLength = node.Number("arraySplt") ?? 1;
        if (arrayLength < 1 || (kind == "len" && !(length >= 1)))
        {
            writer.Cannot("the length of its parts is not a number of 1 or more; Node-RED refuses it too");
            return;
        }

        writer.Use("split");
        var by = kind == "len" ? $"length: {JavaScriptText.Of(length)}" : $"separator: {JavaScriptText.Of(Unescaped(node.Text("splt", "\\n")))}";
        var name = node.Text("addname") is { Length: > 0 } property ? $", name: {JavaScriptText.Of(property)}" : "";
        writer.Line($"const kept = {writer.Code.Memory(writer.Graph)}");
        writer.Line("kept.groups = (kept.groups ?? 0) + 1 // so that join can tell groups apart");
        writer.Line($"const parts = split(msg, {JavaScriptText.Of(writer.Code.NameOf(writer.Graph) + ".")} + kept.groups, {{ {by}, arrayLength: {JavaScriptText.Of(arrayLength)}{name} }})");
        writer.Line($"for (const part of parts) send(part, {writer.Everything})");
    }

    private static string Unescaped(string text) =>
        text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal)
            .Replace("\\f", "\f", StringComparison.Ordinal).Replace("\\0", "\0", StringComparison.Ordinal);
}
