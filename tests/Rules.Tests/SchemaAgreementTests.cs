using Busroot.Transformer.Rules;
using NJsonSchema;

namespace Busroot.Rules.Tests;

/// <summary>What the loader says of a rule and what the schema says of it, side by side.</summary>
public sealed class SchemaAgreementTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("rules").FullName;

    [Theory]
    [InlineData("\"json\"", """{ "rssi": "$.a[?@.b == 1].c" }""")]
    [InlineData("\"json\"", """{ "production_complete": { "path": "a", "delta": true } }""")]
    [InlineData("\"json\"", """{ "production_complete": { "path": "a", "delta": { "bits": 16, "maxStep": "${x}", "reset": "skip" } } }""")]
    [InlineData("\"json\"", """{ "each": "$.m[*]", "station": "id", "rssi": "r" }""")]
    [InlineData("\"json\"", """{ "rssi": "r", "stations": { "ST-01": { "productive": "a" }, "ST-${x}": { "productive": { "path": "b", "default": 0 } } } }""")]
    [InlineData("\"key-value\"", """{ "rssi": "a" }""")]
    [InlineData("""{ "key-value": { "separator": "|", "equals": ":", "decimalComma": true } }""", """{ "rssi": "a" }""")]
    [InlineData("\"line-protocol\"", """{ "each": "$[*]", "station": "tags.s", "rssi": "fields.r" }""")]
    [InlineData("\"xml\"", """{ "rssi": "a['@b']" }""")]
    [InlineData("""{ "csv": { "rows": "all", "header": true } }""", """{ "each": "$", "station": "s", "rssi": "r" }""")]
    [InlineData("\"bytes\"", """{ "rssi": { "expr": "i8(payload, 0)" } }""")]
    [InlineData("\"hex\"", """{ "rssi": { "expr": "i8(payload, 0)" } }""")]
    [InlineData("\"base64\"", """{ "rssi": { "expr": "i8(payload, 0)" } }""")]
    [InlineData("""{ "base64": { "fields": { "a": { "offset": 0, "type": "i8" } } } }""", """{ "rssi": "a" }""")]
    [InlineData("""{ "hex": { "framing": "modbus-rtu", "fields": { "a": { "type": "i16", "unit": 1, "bytes": 4 } } } }""", """{ "rssi": "a" }""")]
    [InlineData("""{ "binary": { "framing": "modbus-tcp", "fields": { "a": { "type": "i16", "offset": 2 } } } }""", """{ "rssi": "a" }""")]
    [InlineData("""{ "binary": { "framing": "tlv", "fields": { "a": { "type": "i8", "tag": "0A" } } } }""", """{ "rssi": "a" }""")]
    [InlineData("""{ "binary": { "framing": { "tlv": { "tagBytes": 2, "lengthBytes": 0, "lengths": { "0374": 2 } } }, "fields": { "a": { "type": "i8", "tag": "0A01" } } } }""", """{ "rssi": "a" }""")]
    public async Task Both_accept(string payload, string mapping)
    {
        var rule = Rule(payload, mapping);

        Load(rule).Should().BeEmpty();
        (await Validate(rule)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"json\"", """{ "production_complete": { "path": "a", "delta": false } }""")]
    [InlineData("\"json\"", """{ "production_complete": { "path": "a", "delta": { "reset": "zero" } } }""")]
    [InlineData("\"json\"", """{ "production_complete": { "path": "a", "delta": { "bit": 16 } } }""")]
    [InlineData("\"json\"", """{ "each": "$.m[*]", "rssi": "r" }""")]
    [InlineData("\"json\"", """{ "station": "id", "rssi": "r" }""")]
    [InlineData("\"json\"", """{ "each": 5, "station": "id", "rssi": "r" }""")]
    [InlineData("\"json\"", """{ "each": "m", "station": "id", "stations": { "A": { "rssi": "r" } } }""")]
    [InlineData("\"json\"", """{ "stations": {} }""")]
    [InlineData("\"json\"", """{ "stations": { "A": {} } }""")]
    [InlineData("\"json\"", """{ "stations": { "A": "r" } }""")]
    [InlineData("\"json\"", """{ "stations": { "A": { "rsi": "r" } } }""")]
    [InlineData("\"binary\"", """{ "rssi": "a" }""")]
    [InlineData("\"yaml\"", """{ "rssi": "a" }""")]
    [InlineData("""{ "xml": {} }""", """{ "rssi": "a" }""")]
    [InlineData("""{ "csv": { "rows": "first" } }""", """{ "rssi": "[0]" }""")]
    [InlineData("""{ "key-value": { "equals": "==" } }""", """{ "rssi": "a" }""")]
    [InlineData("""{ "binary": { "fields": { "a": { "type": "i8" } } } }""", """{ "rssi": "a" }""")]
    [InlineData("""{ "binary": { "fields": { "a": { "offset": 0, "type": "i8", "tag": "01" } } } }""", """{ "rssi": "a" }""")]
    [InlineData("""{ "binary": { "framing": "modbus", "fields": { "a": { "type": "i8" } } } }""", """{ "rssi": "a" }""")]
    [InlineData("""{ "binary": { "framing": "modbus-rtu", "fields": { "a": { "type": "i8", "unit": 256 } } } }""", """{ "rssi": "a" }""")]
    [InlineData("""{ "binary": { "framing": { "tlv": { "tagBytes": 5 } }, "fields": { "a": { "type": "i8", "tag": "01" } } } }""", """{ "rssi": "a" }""")]
    [InlineData("""{ "binary": { "framing": { "tlv": { "lengths": { "x": 1 } } }, "fields": { "a": { "type": "i8", "tag": "01" } } } }""", """{ "rssi": "a" }""")]
    public async Task Both_refuse(string payload, string mapping)
    {
        var rule = Rule(payload, mapping);

        Load(rule).Should().NotBeEmpty();
        (await Validate(rule)).Should().NotBeEmpty();
    }

    [Theory] // what a schema of this draft cannot say; its description tells authors to run `busroot rules test`
    [InlineData("\"json\"", """{ "rssi": "a b" }""", "*cannot stand here*")] // the grammar of paths
    [InlineData("\"json\"", """{ "rssi": "$.a[?@.b = 1]" }""", "*path *")]
    [InlineData("\"json\"", """{ "rssi": { "expr": "payload." } }""", "*is not a JavaScript expression*")]
    [InlineData("\"json\"", """{ "productive": { "expr": "payload.s = 1" } }""", "*to compare, write ===*")]
    [InlineData("\"json\"", """{ "rssi": { "expr": "latest('r', payload.r)" } }""", "*an expression remembers nothing*")]
    [InlineData("\"json\"", """{ "rssi": { "path": "${y}" } }""", "*variable \"y\" is not declared*")] // one part of the file against another
    [InlineData("\"json\"", """{ "rssi": "a", "rssi": "b" }""", "*again; keep one*")]
    [InlineData("\"json\"", """{ "rssi": { "path": "a", "delta": true } }""", "*makes an increment of a running count*")]
    [InlineData("\"json\"", """{ "production_complete": { "path": "a", "delta": { "bits": 54 } } }""", "*from 1 to 53*")]
    [InlineData("\"json\"", """{ "production_complete": { "path": "a", "delta": { "maxStep": 0 } } }""", "*above 0*")]
    [InlineData("\"json\"", """{ "rssi": { "path": "a", "default": 45 } }""", "*rssi can never be 45*")] // the signal contract
    [InlineData("\"json\"", """{ "stations": { "ST 1": { "rssi": "a" } } }""", "*cannot name a station*")]
    [InlineData("\"text\"", """{ "rssi": "a" }""", "*a text payload is one value*")] // the format against the paths
    [InlineData("\"text\"", """{ "each": "$", "station": "s", "rssi": "r" }""", "*needs a payload that holds a list*")]
    [InlineData("\"bytes\"", """{ "rssi": "a" }""", "*these bytes have no names*")]
    [InlineData("""{ "binary": { "fields": { "a": { "offset": 0, "type": "i8" } } } }""", """{ "rssi": "b" }""", "*no field of that name*")]
    [InlineData("""{ "binary": { "fields": { "a": { "offset": -1, "type": "i16" } } } }""", """{ "rssi": "a" }""", "*do not fit behind offset -1*")]
    [InlineData("""{ "binary": { "fields": { "a": { "offset": 0, "type": "i8", "order": "CDAB" } } } }""", """{ "rssi": "a" }""", "*speaks of 16-bit registers*")]
    [InlineData("""{ "binary": { "framing": "tlv", "fields": { "a": { "type": "i8" } } } }""", """{ "rssi": "a" }""", "*\"tag\" is missing*")] // the framing against the fields
    [InlineData("""{ "binary": { "framing": "tlv", "fields": { "a": { "type": "i8", "tag": "0102" } } } }""", """{ "rssi": "a" }""", "*a tag here is 2 hexadecimal digits*")]
    [InlineData("""{ "csv": { "decimalComma": true } }""", """{ "rssi": "[0]" }""", "*a comma cannot separate both*")]
    public async Task The_loader_knows_more(string payload, string mapping, string problem)
    {
        var rule = Rule(payload, mapping);

        Load(rule).Should().ContainMatch(problem);
        (await Validate(rule)).Should().BeEmpty();
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string[] Load(string rule)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_directory, "a", "b")).FullName;
        File.WriteAllText(Path.Combine(folder, "rule.json"), rule);
        return [.. RuleSet.Load(_directory).Problems.Select(problem => problem.Message)];
    }

    private static async Task<string[]> Validate(string rule)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(RuleLibrary.Directory, "schema", "rule.schema.json"));
        return [.. schema.Validate(rule).Select(error => error.ToString())];
    }

    private static string Rule(string payload, string mapping) =>
        $$"""{ "description": "x", "payload": {{payload}}, "variables": { "x": 1 }, "kind": "mapping", "mapping": {{mapping}} }""";
}
