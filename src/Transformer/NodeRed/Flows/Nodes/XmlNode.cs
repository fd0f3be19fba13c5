namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>xml</c>: from XML text to objects.</summary>
internal static class XmlNode
{
    public static void Write(NodeWriter writer)
    {
        if (writer.Path(writer.Node.Text("property", "payload")) is not { } path)
        {
            return;
        }

        writer.Use("parseXml", "set");
        var attributes = writer.Node.Text("attr") is { Length: > 0 } attr ? attr : "$";
        var characters = writer.Node.Text("chr") is { Length: > 0 } chr ? chr : "_";
        writer.Line($"const value = {JavaScriptText.Read("msg", path, isLenient: false)}");
        writer.Line("if (value !== undefined && typeof value !== \"string\") throw new Error(\"xml: objects are not turned into XML here\")");
        writer.Line($"if (value !== undefined) set(msg, {JavaScriptText.Of(path)}, parseXml(value, {{ attributes: {JavaScriptText.Of(attributes)}, characters: {JavaScriptText.Of(characters)} }}))");
        writer.Line($"send(msg, {writer.Everything})");
        writer.Changed("it reads XML; an object that reaches it fails, where Node-RED would write XML");
    }
}
