using System.Text.Json;
using Busroot.Transformer.Signals;
using NJsonSchema;

namespace Busroot.Rules.Tests;

public class SchemaTests
{
    public static TheoryData<string> RuleFiles() => [.. RuleLibrary.Rules.Rules.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(RuleFiles))]
    public async Task Every_rule_of_the_library_fits_the_schema(string rule)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(RuleLibrary.Directory, rule, "rule.json"));

        (await Validate(text)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{ "rssi": "a" }""", "\"json\"")]
    [InlineData("""{ "rssi": { "path": "a", "not": [-1, "${x}"], "scale": "${x}", "round": 2, "default": -1 } }""", "\"json-lenient\"")]
    [InlineData("""{ "productive": { "first": ["a", "b"], "map": { "RUN": 1, "STOP": false }, "default": false } }""", "\"text\"")]
    [InlineData("""{ "rssi": "[0]" }""", """{ "csv": { "separator": ";", "header": false, "decimalComma": true } }""")]
    [InlineData("""{ "rssi": "a" }""", """{ "hex": { "fields": { "a": { "offset": -4, "type": "bcd", "length": 4, "order": "CDAB", "scale": 0.1, "not": ["0xFFFF", 1] } } } }""")]
    [InlineData("""{ "rssi": "a" }""", """{ "binary": { "fields": { "a": { "offset": 0, "type": "u8", "bit": 3 } } } }""")]
    [InlineData("""{ "rssi": { "expr": "payload.a", "not": [-1], "round": 1 } }""", "\"json\"")]
    public async Task What_the_loader_accepts_fits_the_schema(string mapping, string payload) => (await Validate(Rule(mapping, payload))).Should().BeEmpty();

    [Theory]
    [InlineData("{}", "\"json\"")]
    [InlineData("""{ "rsi": "a" }""", "\"json\"")]
    [InlineData("""{ "rssi": 5 }""", "\"json\"")]
    [InlineData("""{ "rssi": { "not": [-1] } }""", "\"json\"")]
    [InlineData("""{ "rssi": { "path": "a", "first": ["b"] } }""", "\"json\"")]
    [InlineData("""{ "rssi": { "path": "a", "scal": 0.1 } }""", "\"json\"")]
    [InlineData("""{ "rssi": { "path": "a", "expr": "payload.a" } }""", "\"json\"")]
    [InlineData("""{ "rssi": { "path": "a", "not": -1 } }""", "\"json\"")]
    [InlineData("""{ "rssi": { "path": "a", "map": { "RUN": "1" } } }""", "\"json\"")]
    [InlineData("""{ "rssi": "a" }""", "\"jsn\"")]
    [InlineData("""{ "rssi": "a" }""", "\"binary\"")]
    [InlineData("""{ "rssi": "a" }""", """{ "csv": { "seperator": ";" } }""")]
    [InlineData("""{ "rssi": "a" }""", """{ "hex": { "fields": { "a": { "offset": 0 } } } }""")]
    [InlineData("""{ "rssi": "a" }""", """{ "hex": { "fields": { "a": { "offset": 0, "type": "u24" } } } }""")]
    public async Task What_the_loader_refuses_for_its_shape_does_not_fit_the_schema(string mapping, string payload) =>
        (await Validate(Rule(mapping, payload))).Should().NotBeEmpty();

    [Theory]
    [InlineData("kind", "script")] // which has no mapping
    [InlineData("kind", "function")] // nor has this
    [InlineData("kind", "functoin")]
    [InlineData("onError", "dorp")]
    [InlineData("limits", "50ms")]
    public async Task Unknown_keys_and_words_do_not_fit_the_schema(string key, string word) =>
        (await Validate($$"""{ "description": "x", "payload": "json", "mapping": { "rssi": "a" }, "{{key}}": "{{word}}" {{(key == "kind" ? "" : ", \"kind\": \"mapping\"")}} }""")).Should().NotBeEmpty();

    [Theory]
    [InlineData("""{ "description": "x", "payload": "json", "kind": "script" }""", true)]
    [InlineData("""{ "description": "x", "kind": "function" }""", true)]
    [InlineData("""{ "description": "x", "kind": "function", "payload": "buffer", "function": { "outputs": 2, "name": "map" }, "limits": { "time": "20ms" } }""", true)]
    [InlineData("""{ "description": "x", "kind": "function", "payload": "csv" }""", false)]
    [InlineData("""{ "description": "x", "kind": "function", "function": { "output": 2 } }""", false)]
    [InlineData("""{ "description": "x", "kind": "function", "mapping": { "rssi": "a" } }""", false)]
    [InlineData("""{ "description": "x", "kind": "codec", "payload": "json", "codec": { "fPort": "$.port", "frame": "a.b", "encoding": "hex", "context": true }, "mapping": { "rssi": "a" } }""", true)]
    [InlineData("""{ "description": "x", "kind": "codec", "payload": "bytes", "codec": { "fPort": 85 } }""", true)]
    [InlineData("""{ "description": "x", "kind": "codec" }""", false)]
    [InlineData("""{ "description": "x", "kind": "codec", "payload": "bytes", "codec": { "fPort": 300 } }""", false)]
    [InlineData("""{ "description": "x", "kind": "script", "payload": "json", "codec": {} }""", false)]
    [InlineData("""{ "description": "x", "payload": "text", "kind": "script", "limits": { "time": "20ms", "statements": 1000, "memory": 65536, "publications": 1, "state": 0 } }""", true)]
    [InlineData("""{ "description": "x", "payload": "json", "kind": "script", "limits": { "time": 20 } }""", false)]
    [InlineData("""{ "description": "x", "payload": "json", "kind": "script", "limits": { "tim": "20ms" } }""", false)]
    [InlineData("""{ "description": "x", "payload": "json", "kind": "mapping" }""", false)]
    public async Task A_script_has_limits_and_no_mapping(string rule, bool fits) => (await Validate(rule)).Any().Should().Be(!fits);

    [Fact]
    public void Every_property_has_a_description_and_examples() =>
        Properties().Where(property => !property.Schema.TryGetProperty("description", out _) || !property.Schema.TryGetProperty("examples", out _))
            .Select(property => property.Name).Should().BeEmpty();

    [Fact]
    public async Task Every_example_of_a_property_fits_it()
    {
        foreach (var (name, property) in Properties())
        {
            var members = property.EnumerateObject().Select(member => $"\"{member.Name}\": {member.Value.GetRawText()}");
            var schema = await JsonSchema.FromJsonAsync($$"""{ "$schema": "http://json-schema.org/draft-06/schema#", "definitions": {{Schema.GetProperty("definitions").GetRawText()}}, {{string.Join(", ", members)}} }""");
            foreach (var example in property.GetProperty("examples").EnumerateArray())
            {
                schema.Validate(example.GetRawText()).Select(error => $"{name}: {error}").Should().BeEmpty();
            }
        }
    }

    [Fact]
    public async Task The_signal_schema_beside_the_rules_is_the_one_the_service_holds()
    {
        using var reader = new StreamReader(SignalContract.OpenSchema());

        (await File.ReadAllTextAsync(Path.Combine(RuleLibrary.Directory, "schema", "signals.schema.json"))).Should().Be(await reader.ReadToEndAsync());
    }

    private static JsonElement Schema { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(RuleLibrary.Directory, "schema", "rule.schema.json"))).RootElement;

    // What a rule may hold, wherever in it; the "oneOf" of the whole only says what goes with which kind.
    private static IEnumerable<(string Name, JsonElement Schema)> Properties() => Below(Schema).Select(property => (property.Name, property.Schema.TryGetProperty("$ref", out var reference)
        ? Schema.GetProperty("definitions").GetProperty(reference.GetString()!.Split('/')[^1])
        : property.Schema));

    private static IEnumerable<(string Name, JsonElement Schema)> Below(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Below),
        JsonValueKind.Object => node.EnumerateObject().Where(member => member.Name is not ("oneOf" or "not" or "examples")).SelectMany(member =>
            member.Name == "properties" && member.Value.ValueKind == JsonValueKind.Object
                ? member.Value.EnumerateObject().SelectMany(property => Below(property.Value).Prepend((property.Name, property.Value)))
                : Below(member.Value)),
        _ => [],
    };

    private static async Task<IEnumerable<string>> Validate(string rule)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(RuleLibrary.Directory, "schema", "rule.schema.json"));
        return schema.Validate(rule).Select(error => error.ToString());
    }

    private static string Rule(string mapping, string payload) =>
        $$"""{ "$schema": "s", "description": "x", "devices": ["*/x-*"], "payload": {{payload}}, "variables": { "x": 1 }, "kind": "mapping", "mapping": {{mapping}} }""";
}
