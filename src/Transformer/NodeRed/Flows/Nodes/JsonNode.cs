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
        writer.Line("const isText = typeof value === \"string\" || ArrayBuffer.isView(value)");
        if (action != "str")
        {
            writer.Line($"if (isText) set(msg, {steps}, JSON.parse(value))");
        }

        if (action != "obj")
        {
            writer.Line($"if (value !== undefined && !isText) set(msg, {steps}, JSON.stringify(value{indent}))");
        }

        writer.Line($"send(msg, {writer.Everything})");
    }
}
