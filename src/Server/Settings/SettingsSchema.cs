using System.Text.Json;
using System.Text.Json.Nodes;

namespace Busroot.Server.Settings;

/// <summary>The JSON Schema of the settings file, made from the tables that read it.</summary>
internal static class SettingsSchema
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as text.</summary>
    public static string Text()
    {
        var root = ObjectOf(Properties(""));
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        root["title"] = "Settings of busroot up";
        var properties = root["properties"]!.AsObject();
        properties["$schema"] = new JsonObject { ["type"] = "string" };
        foreach (var section in FileOption.All.Select(option => option.Section).Concat(SettingTable.Sections.Select(section => section.Section)).Where(name => name.Length > 0).Distinct())
        {
            properties[section] = ObjectOf(Properties(section));
        }

        return root.ToJsonString(Readable);
    }

    private static JsonObject ObjectOf(JsonObject properties) => new() { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };

    private static JsonObject Properties(string section)
    {
        var properties = new JsonObject();
        foreach (var option in FileOption.All.Where(option => option.Section == section))
        {
            properties[option.Key] = Of(option);
        }

        foreach (var setting in SettingTable.All.Where(setting => setting.Section == section))
        {
            var schema = setting.Form.Schema();
            schema["description"] = $"{setting.Range}; default {setting.Default}";
            properties[setting.Key] = schema;
        }

        return properties;
    }

    private static JsonObject Of(FileOption option) => new()
    {
        ["type"] = option.Value == FileOption.Switch ? "boolean" : "string",
        ["description"] = $"{option.Value}, as {option.Option}; default {option.Default}",
    };
}
