using System.Text;

namespace Busroot.Transformer.Tests.Rules;

public class RuleFileProblemsTests
{
    [Fact]
    public void All_problems_are_named_at_once_each_with_its_place()
    {
        RuleFiles.Problems(
            """
            {
              "descripton": "a press",
              "devices": ["acme/press-1", "acme"],
              "payload": "jsn",
              "kind": "mapping",
              "mapping": {
                "electrical_kwh": { "path": "kWh1", "scal": 0.1 },
                "electrical_kw": "kWh1"
              },
              "onError": "dorp"
            }
            """).Should().Equal(
            "a/b/rule.json:1:1: \"description\" is missing: one line that says what the rule is for",
            "a/b/rule.json:2:3: unknown key \"descripton\"; did you mean \"description\"?",
            "a/b/rule.json:3:31: \"acme\" is not a pattern over Device IDs: it is an account, a slash and a device, such as \"acme/press-1\" or \"*/opta-*\"",
            "a/b/rule.json:4:14: \"jsn\" is not a payload format; did you mean \"json\"?",
            "a/b/rule.json:7:41: unknown key \"scal\"; did you mean \"scale\"?",
            "a/b/rule.json:8:5: \"electrical_kw\" is not a signal; did you mean \"electrical_kwh\"?",
            "a/b/rule.json:10:14: \"onError\" is one of quarantine, drop, pass, not \"dorp\"; did you mean \"drop\"?");
    }

    [Fact]
    public void A_mistake_in_one_place_hides_none_in_another()
    {
        using var files = new RuleFiles();
        files.With("a/b/rule.json", RuleFiles.RuleJson("""{ "rssi": "a...b", "productive": { "expr": "1 +" }, "electrical_kwh": { "path": "k", "round": 99 } }""", more: "\"onEror\": \"drop\","));
        files.With("a/b/examples.json", """[{ "description": "x", "messages": [{ "payload": "{}" }] }]""");

        files.Load().Problems.Select(problem => problem.ToString()).Should().HaveCount(5).And.ContainMatch("*unknown key \"onEror\"*").And.ContainMatch("*path \"a...b\"*")
            .And.ContainMatch("*is not a JavaScript expression*").And.ContainMatch("*round is a whole number*").And.ContainMatch("a/b/examples.json:*\"expect\" is missing*");
    }

    [Fact]
    public void A_script_and_its_examples_are_looked_at_although_rule_json_has_a_problem()
    {
        using var files = new RuleFiles();
        files.With("a/b/rule.json", """{ "description": "x", "kind": "script", "payload": "jsn", "dedupe": {} }""");
        files.With("a/b/rule.js", "import { dleta } from 'busroot'\nexport default () => dleta()");
        files.With("a/b/examples.json", "{}");

        files.Load().Problems.Select(problem => problem.ToString()).Should().ContainMatch("*\"jsn\" is not a payload format*").And.ContainMatch("*\"window\" is missing*")
            .And.ContainMatch("a/b/rule.js:*dleta*").And.ContainMatch("a/b/examples.json:1:1: *is an array of examples*");
    }

    [Theory]
    [InlineData("""{ "descripton": "x", "kind": "mapping", "payload": "jsn", "mapping": { "rssi": "a...b" } }""", "*path \"a...b\"*")]
    [InlineData("""{ "descripton": "x", "kind": "mapping", "payload": { "hex": { "fields": { "a": { "offset": 0, "type": "u8" } } } }, "mapping": { "rssi": "b" } }""", "*$['b']: *")]
    [InlineData("""{ "descripton": "x", "kind": "mapping", "payload": "json", "mapping": { "rssi": { "path": "a", "default": 45 } } }""", "*rssi can never be 45*")]
    public void What_a_mapping_needs_of_its_payload_is_looked_at_although_there_is_a_problem_elsewhere(string text, string problem) =>
        RuleFiles.Problems(text).Should().ContainMatch("*unknown key \"descripton\"*").And.ContainMatch(problem);

    [Theory]
    [InlineData("""{ "description": "x", "payload": "json", "kind": "mapping", "variables": { "input": [] }, "mapping": { "rssi": "${input}" } }""")]
    [InlineData("""{ "description": "x", "payload": "json", "kind": "mapping", "mapping": { "rssi": { "path": 5 } } }""")]
    [InlineData("""{ "description": "x", "payload": "json", "kind": "mapping", "mapping": { "production_complete": { "path": "a", "delta": { "bits": "x" } } } }""")]
    [InlineData("""{ "description": "x", "payload": { "hex": { "fields": { "a": { "offset": 0, "type": "u24" } } } }, "kind": "mapping", "mapping": { "rssi": "a" } }""")]
    [InlineData("""{ "description": "x", "payload": "json", "kind": "maping", "mapping": { "rssi": "a" } }""")]
    [InlineData("""{ "description": "x", "payload": "csvv", "kind": "mapping", "mapping": { "rssi": "[2]" }, "dedupe": { "path": "[1]", "window": "10m" } }""")]
    public void One_mistake_is_one_problem(string text) => RuleFiles.Problems(text).Should().ContainSingle();

    [Theory]
    [InlineData("", "a/b/rule.json:1:1: not valid JSON: the file is empty")]
    [InlineData("[]", "a/b/rule.json:1:1: rule.json is an object, not an array")]
    [InlineData("{\n  \"kind\": x\n}", "a/b/rule.json:2:11: not valid JSON: *")]
    [InlineData("{\n  \"ü\": x\n}", "a/b/rule.json:2:8: not valid JSON: *")] // columns count characters, not bytes
    [InlineData("{} {}", "a/b/rule.json:1:4: not valid JSON: *")]
    [InlineData("{ \"a\": \"\\ud800\" }", "a/b/rule.json:1:*: not valid JSON: *")]
    public void A_file_that_is_no_rule_has_one_problem(string text, string problem) => RuleFiles.Problems(text).Should().ContainSingle().Which.Should().Match(problem);

    [Theory]
    [InlineData("""{ "kind": "maping" }""", "*: \"kind\" is \"mapping\", \"script\", \"function\" or \"codec\", not \"maping\"; did you mean \"mapping\"?")]
    [InlineData("""{ "kind": 5 }""", "*: \"kind\" is a text, not 5")]
    public void What_comes_later_is_refused_by_name(string text, string problem) => RuleFiles.Problems(text).Should().ContainMatch(problem);

    [Theory]
    [InlineData("""{ "mapping": {} }""", "*: \"mapping\" names no signal; at least one is needed")]
    [InlineData("""{ "mapping": { "rssi": "a", "rssi": "b" } }""", "*: \"rssi\" is given twice; keep one")]
    [InlineData("""{ "mapping": { "production_count": "a", "production_count_good": "b" } }""", "*: \"production_count_good\" is production_count_good again; keep one")]
    [InlineData("""{ "mapping": { "rssi": 5 } }""", "*: a signal is made from a path such as \"c1\", or from an object with \"path\", not from 5")]
    [InlineData("""{ "mapping": { "rssi": {} } }""", "*: a signal needs \"path\", or \"first\" with several")]
    [InlineData("""{ "mapping": { "rssi": { "path": "a", "first": ["b"] } } }""", "*: \"path\" and \"first\" exclude each other; keep one")]
    [InlineData("""{ "mapping": { "rssi": { "first": [] } } }""", "*: \"first\" lists at least one path")]
    [InlineData("""{ "mapping": { "rssi": { "first": [5] } } }""", "*: a path is a text such as *, not 5")]
    [InlineData("""{ "mapping": { "rssi": { "path": "a", "not": -1 } } }""", "*: \"not\" is an array, not -1")]
    [InlineData("""{ "mapping": { "rssi": { "path": "a", "not": ["x"] } } }""", "*: a number, or a variable such as \"${kwhScale}\", is needed here, not the text \"x\"")]
    [InlineData("""{ "mapping": { "rssi": { "path": "a", "scale": 0 } } }""", "*: \"scale\" is a factor other than 0")]
    [InlineData("""{ "mapping": { "rssi": { "path": "a", "scale": 1e999 } } }""", "*: a number, or a variable *")]
    [InlineData("""{ "mapping": { "productive": { "path": "a", "map": { "RUN": 2 } } } }""", "*: productive can never be 2; expected 0 or 1 *")]
    [InlineData("""{ "mapping": { "productive": { "path": "a", "map": { "RUN": "1" } } } }""", "*: productive can never be the text \"1\"*")]
    [InlineData("""{ "mapping": { "productive": { "path": "a", "map": {} } } }""", "*: \"map\" lists at least one value")]
    [InlineData("""{ "mapping": { "rssi": "${x" } }""", "*: \"${x\": a variable is written ${name}; the closing brace is missing")]
    [InlineData("""{ "variables": { "input": "a" }, "mapping": { "rssi": "${imput}" } }""", "*: variable \"imput\" is not declared under \"variables\"; did you mean \"input\"?")]
    [InlineData("""{ "variables": { "in-put": "a" } }""", "*: \"in-put\" is not a variable name*")]
    [InlineData("""{ "variables": { "input": [] } }""", "*: a variable is a text, a number, true, false, or null for \"not wired\", not an array")]
    [InlineData("""{ "ignore": "Offline" }""", "*: \"ignore\" is an array, not the text \"Offline\"")]
    [InlineData("""{ "ignore": [1] }""", "*: \"ignore\" lists payloads as texts*")]
    [InlineData("""{ "devices": [1] }""", "*: a device pattern is a text*")]
    [InlineData("""{ "description": "" }""", "*: \"description\" is one line of 1 to 200 characters")]
    [InlineData("""{ "payload": 5 }""", "*: \"payload\" is a format such as*")]
    [InlineData("""{ "payload": {} }""", "*: \"payload\" names exactly one format")]
    [InlineData("""{ "payload": { "csv": {}, "text": {} } }""", "*: \"payload\" names exactly one format")]
    [InlineData("""{ "payload": "binary" }""", "*: \"binary\" needs a field table: *")]
    [InlineData("""{ "stations": {} }""", "*:1:3: unknown key \"stations\"*")]
    [InlineData("""{ "mapping": { "each": "$.channels[*]" } }""", "*: \"each\" needs \"station\": *")]
    [InlineData("""{ "mapping": { "station": "id" } }""", "*: \"station\" says where each element*")]
    [InlineData("""{ "mapping": { "each": "a", "station": "id", "stations": { "A": { "rssi": "a" } } } }""", "*: \"stations\" and \"each\" exclude each other*")]
    [InlineData("""{ "mapping": { "stations": {} } }""", "*: \"stations\" is an object such as*with at least one station*")]
    [InlineData("""{ "mapping": { "stations": { "A": "b" } } }""", "*: a station has signals, *not the text \"b\"")]
    [InlineData("""{ "mapping": { "rssi": { "path": "a", "delta": true } } }""", "*: \"delta\" makes an increment of a running count; rssi is none*")]
    [InlineData("""{ "mapping": { "production_complete": { "path": "a", "delta": { "bit": 16 } } } }""", "*: unknown key \"bit\"; did you mean \"bits\"?")]
    [InlineData("""{ "mapping": { "production_complete": { "path": "a", "delta": { "reset": "zero" } } } }""", "*: \"reset\" is one of count, skip, not \"zero\"*")]
    [InlineData("""{ "payload": { "hex": { "framing": "modbus", "fields": { "a": { "type": "u8" } } } } }""", "*: \"framing\" is one of modbus-rtu, modbus-tcp, tlv, not \"modbus\"*")]
    [InlineData("""{ "payload": { "hex": { "framing": "tlv", "fields": { "a": { "type": "u8" } } } } }""", "*: \"tag\" is missing: *")]
    [InlineData("""{ "payload": { "hex": { "framing": "tlv", "fields": { "a": { "type": "u8", "tag": "1" } } } } }""", "*: a tag here is 2 hexadecimal digits, not \"1\"")]
    [InlineData("""{ "payload": { "hex": { "framing": { "tlv": { "tagBytes": 2, "lengths": { "03": 1 } } }, "fields": { "a": { "type": "u8", "tag": "0301" } } } } }""", "*: a tag here is 4 hexadecimal digits, not \"03\"")]
    [InlineData("""{ "payload": { "hex": { "fields": { "a": { "offset": 0, "type": "u8", "unit": 1 } } } } }""", "*: unknown key \"unit\"*")]
    [InlineData("""{ "payload": { "key-value": { "equals": "ab" } } }""", "*: \"equals\" is one character*")]
    [InlineData("""{ "payload": { "key-value": { "equals": ":", "separator": ":" } } }""", "*are the same character*")]
    [InlineData("""{ "payload": { "csv": { "rows": "some" } } }""", "*: \"rows\" is one of last, all, not \"some\"*")]
    [InlineData("""{ "payload": { "csv": { "separator": ";;" } } }""", "*: \"separator\" is one character *")]
    [InlineData("""{ "payload": { "csv": { "separator": "" } } }""", "*: \"separator\" is one character *")]
    [InlineData("""{ "payload": { "csv": { "decimalComma": true } } }""", "*: a comma cannot separate both fields and decimals*")]
    [InlineData("""{ "payload": { "csv": { "header": "yes" } } }""", "*: \"header\" is true or false, not the text \"yes\"")]
    [InlineData("""{ "payload": { "binary": {} } }""", "*: \"fields\" is missing*")]
    [InlineData("""{ "payload": { "binary": { "fields": {} } } }""", "*: \"fields\" lists at least one field")]
    [InlineData("""{ "payload": { "binary": { "fields": { "a": { "type": "u8" } } } } }""", "*: \"offset\" is missing*")]
    [InlineData("""{ "payload": { "binary": { "fields": { "a": { "offset": 0.5, "type": "u8" } } } } }""", "*: \"offset\" is a whole number*")]
    [InlineData("""{ "payload": { "binary": { "fields": { "a": { "offset": 0, "type": "u24" } } } } }""", "*: \"type\" is one of u8, *, not \"u24\"*")]
    [InlineData("""{ "payload": { "binary": { "fields": { "a": { "offset": -2, "type": "u32" } } } } }""", "*: 4 bytes do not fit behind offset -2*")]
    [InlineData("""{ "payload": { "binary": { "fields": { "a": { "offset": 0, "type": "u8", "order": "CDAB" } } } } }""", "*: \"CDAB\" speaks of 16-bit registers; this field has 1 byte")]
    [InlineData("""{ "payload": { "binary": { "fields": { "a": { "offset": 0, "type": "u8", "bit": 8 } } } } }""", "*: \"bit\" is a whole number from 0 to 7*")]
    [InlineData("""{ "payload": { "binary": { "fields": { "a": { "offset": 0, "type": "f32", "bit": 1 } } } } }""", "*: \"bit\" needs an unsigned type*")]
    [InlineData("""{ "payload": { "binary": { "fields": { "a": { "offset": 0, "type": "bcd" } } } } }""", "*: \"length\" is missing*")]
    [InlineData("""{ "payload": { "binary": { "fields": { "a": { "offset": 0, "type": "u8", "length": 1 } } } } }""", "*: \"length\" belongs to type bcd only*")]
    [InlineData("""{ "payload": { "binary": { "fields": { "a": { "offset": 0, "type": "u8", "not": ["FF"] } } } } }""", "*: a number, or a hexadecimal one as a text such as \"0xFFFF\"*")]
    public void Each_mistake_is_explained(string text, string problem) => RuleFiles.Problems(text).Should().ContainMatch(problem);

    [Theory]
    [InlineData("\"json\"", """{ "rssi": "a...b" }""", "a/b/rule.json:1:*: path \"a...b\", character 4: *")]
    [InlineData("\"text\"", """{ "rssi": "a" }""", "*: $['a']: a text payload is one value; its path is \"$\"")]
    [InlineData("\"csv\"", """{ "rssi": "a" }""", "*: $['a']: columns have no names unless *")]
    [InlineData("\"json\"", """{ "rssi": { "path": "a", "round": 16 } }""", "*: round is a whole number of decimal places from 0 to 15, not 16")]
    [InlineData("\"json\"", """{ "rssi": { "path": "a", "default": 45 } }""", "*: rssi can never be 45; expected a number of dBm from -200 to 20")]
    public void A_mapping_that_does_not_fit_its_payload_is_a_problem(string payload, string mapping, string problem) =>
        RuleFiles.Problems(RuleFiles.RuleJson(mapping, payload)).Should().ContainSingle().Which.Should().Match(problem);

    [Fact]
    public void No_text_makes_loading_throw()
    {
        var valid = Encoding.UTF8.GetBytes(RuleFiles.RuleJson(
            """{ "rssi": { "first": ["${v}", "a[0]"], "not": [1], "map": { "a": 1 } }, "production_count": "a" }""",
            """{ "hex": { "fields": { "a": { "offset": 1, "type": "u16", "order": "le" } } } }""",
            """ "variables": { "v": "a" }, "devices": ["*/x"], "ignore": ["b"], """));
        using var files = new RuleFiles();
        for (var at = 0; at < valid.Length; at++)
        {
            foreach (var put in "\"{}[],:0x$\u0001"u8)
            {
                var changed = valid.ToArray();
                changed[at] = put;
                files.With("a/b/rule.json", Encoding.UTF8.GetString(changed));

                var set = files.Load();

                (set.Rules.Length == 1).Should().Be(set.Problems.IsEmpty);
            }
        }
    }
}
