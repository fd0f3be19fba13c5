namespace Busroot.Server.Tests.Rules;

/// <summary>A rule on disk whose signals say which edit made them, once from rule.json and once from rule.js: a run on half an edit would give two different numbers.</summary>
internal sealed class MarkedRule(string directory)
{
    public const string Id = "acme/x";

    /// <summary>The marker of a broken edit, and more than any other.</summary>
    public const int Broken = 1_000_000;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(directory, "acme", "x")).FullName;

    public static string Description(int marker) => $"marker {marker}";

    /// <summary>Edits the rule, file after file, as an editor saves them.</summary>
    public void Write(int marker) => Write(Json(marker), Script(marker), Example(marker));

    /// <summary>Makes an edit that must not take effect, of one of four kinds.</summary>
    /// <returns>The place that its problem names.</returns>
    public string Break(int kind)
    {
        switch (kind % 4)
        {
            case 0:
                Write(Json(Broken), Script(Broken) + "}", Example(Broken));
                return "acme/x/rule.js:1:";
            case 1:
                Write(Json(Broken), Script(Broken), Example(Broken + 1));
                return "acme/x/examples.json:1:3: example \"markers\" fails";
            case 2:
                Write(Json(Broken)[..60], Script(Broken), Example(Broken));
                return "acme/x/rule.json:1:";
            default:
                Write(Json(Broken).Replace("payload", "paylod", StringComparison.Ordinal), Script(Broken), Example(Broken));
                return "did you mean \"payload\"";
        }
    }

    private void Write(string json, string script, string example)
    {
        File.WriteAllText(Path.Combine(_folder, "rule.json"), json);
        File.WriteAllText(Path.Combine(_folder, "rule.js"), script);
        File.WriteAllText(Path.Combine(_folder, "examples.json"), example);
    }

    private static string Json(int marker) =>
        $$"""{ "description": "{{Description(marker)}}", "devices": ["acme/x-*"], "payload": "json", "kind": "script", "variables": { "marker": {{marker}} } }""";

    private static string Script(int marker) =>
        $$"""export default (reading, device) => ({ production_count_good: reading.payload.c, production_count_bad: device.variables.marker, electrical_kwh: {{marker}} })""";

    private static string Example(int marker) =>
        $$"""[ { "description": "markers", "messages": [ { "payload": "{\"c\":7}", "expect": [ { "signals": { "production_count_good": 7, "production_count_bad": {{marker}}, "electrical_kwh": {{marker}} } } ] } ] } ]""";
}
