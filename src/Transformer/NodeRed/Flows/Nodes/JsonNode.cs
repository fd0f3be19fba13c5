namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>json</c>: between a text and what it says; without an action, whichever way it is not yet.</summary>
internal static class JsonNode
{
    public static void Write(NodeWriter writer)
    {
        if (writer.Path(writer.Node.Text("property", "payload")) is not { } path)
        {
            return;
        }

        writer.Use("set");
        var (steps, action) = (JavaScriptText.Of(path), writer.Node.Text("action"));
        var indent = writer.Node.Flag("pretty") ? ", null, 4" : "";
        writer.Line($"const value = {JavaScriptText.Read("msg", path, isLenient: false)}");
        if (action != "str")
        {
            writer.Line($"if (typeof value === \"string\") set(msg, {steps}, JSON.parse(value))");
        }

        if (action != "obj")
        {
            var otherwise = action == "str" ? "" : "else ";
            writer.Line($"{otherwise}if (value !== undefined && typeof value !== \"string\") {{");
            writer.Line("  if (ArrayBuffer.isView(value)) return");
            writer.Line($"  set(msg, {steps}, JSON.stringify(value{indent}))");
            writer.Line("}");
        }

        writer.Line($"send(msg, {writer.Everything})");
    }
}
