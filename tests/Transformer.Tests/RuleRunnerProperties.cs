using System.Text;
using System.Text.Json;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Signals;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Transformer.Tests;

public class RuleRunnerProperties
{
    private const string Fields = """{ "fields": { "a": { "offset": 0, "type": "f32" }, "b": { "offset": -4, "type": "bcd", "length": 4 }, "c": { "offset": 1, "type": "u64", "order": "BADC" } } }""";
    private const string Named = """{ "electrical_kwh": "a", "production_count_good": "b", "rssi": { "path": "c", "scale": 0.5, "round": 2 }, "productive": { "path": "a", "map": { "x": 1 }, "default": 0 } }""";
    private const string Deep = """{ "electrical_kwh": "$", "production_count_good": "a[-1].b", "rssi": { "first": ["a[0]", "b.c"] }, "productive": "$['\"']" }""";
    private const string Columns = """{ "electrical_kwh": "[0]", "production_count_good": "[-1]", "rssi": "[2]" }""";

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\"a\":", "\"b\":", "a", "nan", "-inf", "1.#IND", "1", "-65", "1e999", "true", "null", "//", "/*", "*/", "\n", "\r", ";", " ",
        "\\u0061", "\\ud800", "\uFEFF", "ff", "0x", "5,5", "\0", "é",
    ];

    public static TheoryData<string, string> Formats() => new()
    {
        { "\"json\"", Deep },
        { "\"json-lenient\"", Deep },
        { "\"json-lenient\"", Named },
        { "\"text\"", """{ "electrical_kwh": "$", "productive": "$" }""" },
        { "\"csv\"", Columns },
        { """{ "csv": { "separator": ";", "header": true, "decimalComma": true } }""", Named },
        { $$"""{ "binary": {{Fields}} }""", Named },
        { $$"""{ "hex": {{Fields}} }""", Named },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_bytes_make_a_rule_throw_or_publish_what_the_contract_forbids(string format, string mapping)
    {
        var rule = RuleFiles.Mapping(mapping, format);

        Prop.ForAll<byte[]>(payload => HoldsFor(rule, payload)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        Prop.ForAll(Texts(), payload => HoldsFor(rule, payload)).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_valid_payload_with_one_byte_changed_or_cut_off_is_survived(string format, string mapping)
    {
        var rule = RuleFiles.Mapping(mapping, format);
        foreach (var valid in new[] { """{"a":[{"b":5},-65,{"b":"\u0037"}],"b":{"c":nan},"\u0022":true}""", "a;b;c\n1,5;\"7\"\"\";-65\n", "449A51EC00123456", "449a,51,-3" })
        {
            var bytes = Encoding.UTF8.GetBytes(valid);
            for (var at = 0; at < bytes.Length; at++)
            {
                HoldsFor(rule, bytes[..at]).Should().BeTrue();
                for (var value = 0; value < 256; value += 7)
                {
                    var changed = bytes.ToArray();
                    changed[at] = (byte)value;
                    HoldsFor(rule, changed).Should().BeTrue();
                }
            }
        }
    }

    [Fact]
    public void Valid_JSON_means_the_same_to_both_readers()
    {
        var strict = RuleFiles.Mapping(Deep);
        var lenient = RuleFiles.Mapping(Deep, "\"json-lenient\"");
        Prop.ForAll(Texts(), payload =>
        {
            var answer = RuleFiles.Run(strict, payload);
            return answer.StartsWith("InvalidPayload", StringComparison.Ordinal) || RuleFiles.Run(lenient, payload) == answer;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    private static bool HoldsFor(Rule rule, byte[] payload)
    {
        var output = new SignalBuffer();
        var runner = new RuleRunner();
        var input = new RuleInput { Device = new DeviceContext("acme/x", "acme", null, []), Payload = payload };
        var applied = runner.Apply(rule, input, output) is RuleOutcome.Produced ? 1 : 0;
        var holds = output.Count == applied;
        var native = runner.CheckNative(input, output) is RuleOutcome.Produced ? 1 : 0;
        holds &= output.Count == applied + native;
        for (var i = 0; i < output.Count; i++)
        {
            holds &= IsValid(output.GetPayload(output[i]));
        }

        return holds;
    }

    private static bool IsValid(ReadOnlySpan<byte> published)
    {
        var signals = JsonSerializer.Deserialize<Dictionary<string, double>>(published)!;
        return signals.Count > 0 && signals.All(signal => SignalContract.TryParse(signal.Key, out var key) && SignalContract.Allows(key, signal.Value));
    }

    private static Arbitrary<byte[]> Texts() =>
        Gen.Elements(Pieces).ListOf().Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))).ToArbitrary();
}
