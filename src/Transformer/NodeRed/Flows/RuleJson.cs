using System.Text.Encodings.Web;
using System.Text.Json;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Writes rule.json.</summary>
internal static class RuleJson
{
    private static readonly JsonSerializerOptions ForPeople = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file for a rule.</summary>
    public static string Of(FlowRule rule, string kind, string payload)
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
        return Json(fields);
    }

    /// <summary>JSON as people read it, with a line end.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, ForPeople) + "\n";

    private static string Cut(string text) => (char.IsHighSurrogate(text[196]) ? text[..196] : text[..197]) + "...";
}
