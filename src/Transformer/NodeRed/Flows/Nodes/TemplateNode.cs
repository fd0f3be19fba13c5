using System.Text.RegularExpressions;

namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>template</c>: fills a Mustache template from the message.</summary>
internal static partial class TemplateNode
{
    private static readonly string[] Stores = ["flow", "global"];

    public static void Write(NodeWriter writer)
    {
        var (template, output) = (writer.Node.Text("template"), writer.Node.Text("output", "str"));
        if (output == "yaml")
        {
            writer.Cannot("YAML is not read in rules; choose JSON");
            return;
        }

        var isJson = output is "json" or "parsed";
        var source = template.Length > 0 ? JavaScriptText.Of(template) : "String(msg.template ?? \"\")";
        if ((writer.Node.Text("syntax", "mustache") == "mustache" ? Filled(writer, template, source, isJson) : source) is not { } text)
        {
            return;
        }

        var value = isJson ? $"JSON.parse({text})" : text;
        if (Statement(writer, value) is { } statement)
        {
            writer.Line(statement);
            writer.Line($"send(msg, {writer.Everything})");
        }
    }

    /// <summary>A Mustache template filled from <c>msg</c>, as an expression; null when it cannot be, which the finding then says.</summary>
    public static string? Filled(NodeWriter writer, string template) => Filled(writer, template, JavaScriptText.Of(template), isJson: false);

    private static string? Filled(NodeWriter writer, string template, string source, bool isJson)
    {
        if (Unsupported().Match(template) is { Success: true } odd)
        {
            writer.Cannot($"{odd.Value} (a partial, or other delimiters) is not supported in templates");
            return null;
        }

        writer.Use("render", "lookupIn");
        var stores = string.Join(", ", Stores.Where(scope => template.Contains(scope, StringComparison.Ordinal)).Select(scope => Store(writer, scope))
            .Append($"env: name => ({Environment(writer)})[name]{(writer.Code.IsFunction ? " ?? env.get(name)" : "")}"));
        if (isJson)
        {
            writer.Use("escapeViews");
        }

        return $"render({source}, [{(isJson ? "escapeViews(msg)" : "msg")}], lookupIn({{ {stores} }}))";
    }

    private static string Store(NodeWriter writer, string scope)
    {
        var store = writer.Code.Store(scope);
        writer.Use("peek");
        return writer.Code.IsFunction ? $"{store}: key => {store}.get(key)" : $"{store}: key => peek({store}, key.split(\".\"))";
    }

    private static string Environment(NodeWriter writer) =>
        $"{{ {string.Join(", ", writer.Graph.Environment.Where(value => value.Value.Type is "str" or "num" or "bool").Select(value => $"{JavaScriptText.Of(value.Key)}: {writer.Value(value.Value.Value, value.Value.Type)}"))} }}";

    private static string? Statement(NodeWriter writer, string value)
    {
        var (field, type) = (writer.Node.Text("field", "payload"), writer.Node.Text("fieldType", "msg"));
        if (type is "flow" or "global")
        {
            return writer.WriteStore(type, field, value);
        }

        writer.Use("set");
        return writer.Path(field) is { } path ? $"set(msg, {JavaScriptText.Of(path)}, {value})" : null;
    }

    [GeneratedRegex(@"\{\{\s*[>=][^}]*\}\}")]
    private static partial Regex Unsupported();
}
