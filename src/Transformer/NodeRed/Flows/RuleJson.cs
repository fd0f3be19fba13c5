using System.Text.Encodings.Web;
using System.Text.Json;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Writes rule.json.</summary>
internal static class RuleJson
{
    private static readonly JsonSerializerOptions ForPeople = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file for a rule with a rule.js.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="kind">script or function.</param>
    /// <param name="payload">The payload format.</param>
    /// <param name="alone">The function node that is the whole rule; null for other rules.</param>
    public static string Of(FlowRule rule, string kind, string payload, FlowNode? alone)
    {
        var fields = Start(rule, kind, payload);
        if (alone is not null && (alone.Number("outputs") is not 1 || alone.Name.Length > 0))
        {
            fields["function"] = FunctionSettings(alone);
        }

        return Json(fields);
    }

    /// <summary>The file for a rule of kind mapping.</summary>
    public static string OfMapping(FlowRule rule, IReadOnlyDictionary<string, object> mapping)
    {
        var fields = Start(rule, "mapping", "json");
        fields["mapping"] = mapping;
        return Json(fields);
    }

    private static Dictionary<string, object> Start(FlowRule rule, string kind, string payload)
    {
        var name = rule.Entries.Select(entry => entry.Node.Source.Name).FirstOrDefault(name => name.Length > 0);
        var topics = string.Join(", ", rule.Entries.Select(entry => entry.Node.Source.Text("topic")).Distinct());
        var description = JavaScriptText.Comment($"Imported from Node-RED: {(name is null ? "" : name + ", ")}{topics}").Trim();
        var fields = new Dictionary<string, object> { ["description"] = description.Length > 200 ? Cut(description) : description };
        if (rule.Devices is { } devices)
        {
            fields["devices"] = new[] { devices };
        }

        fields["payload"] = payload;
        fields["kind"] = kind;
        return fields;
    }

    private static Dictionary<string, object> FunctionSettings(FlowNode node)
    {
        var settings = new Dictionary<string, object> { ["outputs"] = (int)Math.Clamp(node.Number("outputs") ?? 1, 0, 100) };
        if (node.Name.Length > 0)
        {
            settings["name"] = node.Name;
        }

        return settings;
    }

    /// <summary>JSON as people read it, with a line end.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, ForPeople) + "\n";

    private static string Cut(string text) => (char.IsHighSurrogate(text[196]) ? text[..196] : text[..197]) + "...";
}
