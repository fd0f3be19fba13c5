using Busroot.Transformer.Rules;

namespace Busroot.Transformer.Tests.NodeRed.Codecs;

/// <summary>The examples of three collections of codecs, each in its own form, run as they are.</summary>
public class VendorExampleRunnerTests
{
    private const string Counter = """
        function decodeUplink(input) {
          if (input.fPort !== 85) { return { errors: ['unknown port'] }; }
          var data = { pulses: input.bytes[0] * 256 + input.bytes[1], volts: input.bytes[2] / 10 };
          return { data: data, warnings: data.volts < 3 ? ['battery low'] : [] };
        }
        function normalizeUplink(input) { return { data: { production: { count: input.data.pulses } } }; }
        """;

    private const string Things = """
        # Decodes what the counter sends
        uplinkDecoder:
          fileName: counter.js
          examples:
            - description: Two hundred and seventy-three pulses
              hardwareVersions: ['1.0']
              input:
                fPort: 85
                bytes: [0x01, 17, 0x24]
              output:
                data:
                  pulses: 273
                  volts: 3.6
              normalizedOutput:
                data:
                  - production:
                      count: 273
            - description: Battery low
              input: &low { fPort: 85, bytes: [0, 1, 29] }
              output:
                data: { pulses: 1, volts: 2.9 }
                warnings: [battery low]
            - description: As a text
              input: { fPort: 85, bytes: '00011D' }
              output: { data: { pulses: 1, volts: 2.9 } }
            - description: Not a reading
              input: { fPort: 2, bytes: [] }
              output:
                errors:
                  - unknown port
        downlinkEncoder:
          fileName: counter.js
          examples:
            - description: Reset
              input: { data: { reset: true } }
              output: { bytes: [1], fPort: 2 }
        downlinkDecoder:
          fileName: counter.js
          examples:
            - description: Reset
              input: *low
              output: { data: { reset: true } }
        """;

    private const string Chirp = """
        [ // as exported
          { "name": "pulses", "input": { "bytes": [0x01, 0x11, 0x24], "fPort": 85, "recvTime": "2024-05-02T20:00:00.000+00:00" }, "expected": { "data": { "pulses": 273, "volts": 3.6 }, "errors": [], "warnings": [] } },
          { "name": "low", "input": { "bytes": [0, 1, 29], "fPort": 85 }, "expected": { "data": { "pulses": 1, "volts": 2.9000001 }, }, },
          { "name": "refused", "input": { "bytes": [0, 1, 29] }, "expected": { "errors": ["unknown port"] } },
        ]
        """;

    private const string ThingPark = """
        [
          { "description": "pulses", "type": "uplink", "input": { "bytes": "011124", "fPort": 85, "time": "2024-05-02T20:00:00.000+02:00" }, "output": { "data": { "pulses": 273, "volts": 3.6 } }, "points": { "pulses": { "record": 273 } } },
          { "description": "the older form", "type": "uplink", "bytes": "01 11 24", "fPort": 85, "time": "2020-08-02T20:00:00.000+05:00", "data": { "pulses": 273, "volts": 3.6 }, "points": {} },
          { "description": "reset", "type": "downlink-encode", "input": { "data": { "reset": true } }, "output": { "bytes": "01", "fPort": 2 } },
          { "description": "reset", "type": "downlink-decode", "input": { "bytes": "01", "fPort": 2 }, "output": { "data": { "reset": true } } }
        ]
        """;

    [Theory]
    [InlineData("examples.vendor.yaml", Things, "Two hundred and seventy-three pulses", "Battery low", "As a text", "Not a reading")]
    [InlineData("examples.vendor.json", Chirp, "pulses", "low", "refused")]
    [InlineData("examples.vendor.json", ThingPark, "pulses", "the older form")]
    public void Every_uplink_of_a_vendors_file_is_run_and_passes(string file, string vendor, params string[] expected)
    {
        var results = Run(Counter, (file, vendor));

        results.Select(result => result.Description).Should().Equal(expected);
        results.Should().OnlyContain(result => result.Passed && result.File == file);
    }

    [Fact]
    public void A_rule_may_have_both_files() =>
        Run(Counter, ("examples.vendor.yaml", Things), ("examples.vendor.json", Chirp)).Select(result => result.File).Distinct().Should().Equal("examples.vendor.json", "examples.vendor.yaml");

    [Theory]
    [InlineData("examples.vendor.yaml", Things)]
    [InlineData("examples.vendor.json", Chirp)]
    [InlineData("examples.vendor.json", ThingPark)]
    public void A_codec_that_decodes_otherwise_fails_them(string file, string vendor)
    {
        var results = Run(Counter.Replace("* 256", "* 255", StringComparison.Ordinal), (file, vendor));

        results[0].Passed.Should().BeFalse();
        results[0].Difference.Should().Be("data.pulses: expected 273, got 272");
    }

    [Theory]
    [InlineData("warnings: [battery low]", "warnings: []", "warnings")]
    [InlineData("warnings: [battery low]", "warnings: [battery empty]", "warnings[0]: expected \"battery empty\", got \"battery low\"")]
    [InlineData("count: 273", "count: 274", "normalized[0].production.count: expected 274, got 273")]
    [InlineData("volts: 3.6", "volts: 3.6\n          more: 1", "data.more: expected 1, got nothing")]
    [InlineData("          errors:\n          - unknown port", "          data: {}", "expected {}, but the codec failed")]
    [InlineData("fPort: 2, bytes: []", "fPort: 85, bytes: [0, 0, 0]", "expected an error, got {\"pulses\":0,\"volts\":0}")]
    public void Whatever_the_vendor_states_is_compared(string stated, string instead, string difference)
    {
        var yaml = Things.ReplaceLineEndings("\n");
        yaml.Should().Contain(stated.TrimStart());

        Run(Counter, ("examples.vendor.yaml", yaml.Replace(stated.TrimStart(), instead.TrimStart(), StringComparison.Ordinal)))
            .Should().ContainSingle(result => !result.Passed).Which.Difference.Should().StartWith(difference);
    }

    [Fact]
    public void A_failure_says_where_the_example_stands()
    {
        var results = Run(Counter.Replace("* 256", "* 255", StringComparison.Ordinal), ("examples.vendor.yaml", Things));

        results[0].At.Should().Be(new SourcePosition(5, 7));
        results[2].At.Should().Be(new SourcePosition(23, 7));
    }

    [Fact]
    public void A_codec_without_normalize_uplink_cannot_give_what_is_expected_of_it() =>
        Run(Counter[..Counter.IndexOf("function normalizeUplink", StringComparison.Ordinal)], ("examples.vendor.yaml", Things))[0].Difference.Should().StartWith("normalized: expected ").And.Contain("no normalizeUplink");

    [Fact]
    public void Variables_of_an_example_reach_the_codec() => Run(
        "function decodeUplink(input) { return { data: { unit: input.variables.unit } } }",
        ("examples.vendor.json", """[{ "name": "x", "input": { "bytes": [], "variables": { "unit": "l" } }, "expected": { "data": { "unit": "l" } } }]""")).Single().Passed.Should().BeTrue();

    [Theory]
    [InlineData("examples.vendor.json", "[ { name: ", "1:11: not valid JSON: the file ends too early")]
    [InlineData("examples.vendor.json", "[\n{ name: ; } ]", "2:9: not valid JSON: ")]
    [InlineData("examples.vendor.json", "[]", "1:1: there is no example of an uplink")]
    [InlineData("examples.vendor.json", "[ f() ]", "1:3: not valid JSON: this is no value")]
    [InlineData("examples.vendor.json", "[\n  ~1, { ...x } ]", "2:3: not valid JSON: this is no value", "2:9: not valid JSON: this is no member")]
    [InlineData("examples.vendor.json", "1); (2", "not valid JSON: this is no value")]
    [InlineData("examples.vendor.json", """[{ "input": { "bytes": ["x"] }, "output": { "data": {} } }]""", "1:24: an example of an uplink has \"bytes\"")]
    [InlineData("examples.vendor.json", """[{ "input": { "bytes": [256] }, "output": { "data": {} } }]""", "1:24: an example of an uplink has \"bytes\"")]
    [InlineData("examples.vendor.json", """[{ "input": { "bytes": "0" }, "output": { "data": {} } }]""", "1:24: an example of an uplink has \"bytes\"")]
    [InlineData("examples.vendor.json", """[{ "input": { "bytes": [] }, "ouput": { "data": {} } }]""", "1:2: an example of an uplink has \"data\"")]
    [InlineData("examples.vendor.json", """[{ "input": { "bytes": [], "fPort": 300 }, "output": { "data": 5 } }]""", "1:54: an example of an uplink has \"data\"")]
    [InlineData("examples.vendor.json", """[{ "input": { "bytes": [], "fPort": 300, "recvTime": "noon" }, "output": { "data": {} } }]""", "1:37: \"fPort\" is a number from 0 to 255", "1:54: the time of arrival")]
    [InlineData("examples.vendor.yaml", "uplinkDecoder:\n  examples:\n    - input: { fPort: 1, bytes: [1, x] }\n      output: { data: {} }\n    - output: [", "not valid YAML: ")]
    [InlineData("examples.vendor.yaml", "uplinkDecoder:\n  examples:\n    - input: { fPort: 1, bytes: [1, x] }\n      output: { data: {} }\n    - 7\n", "3:33: an example of an uplink has \"bytes\"", "5:7: an example of an uplink has \"bytes\"")]
    [InlineData("examples.vendor.yaml", "downlinkEncoder: { examples: [] }", "1:1: there is no example of an uplink")]
    public void What_cannot_be_read_is_a_problem_with_its_place(string file, string vendor, params string[] problems)
    {
        using var files = Files(Counter, (file, vendor));

        var found = files.Load().Problems.Select(problem => problem.ToString()).ToList();

        found.Should().HaveCount(problems.Length);
        found.Zip(problems).Should().OnlyContain(pair => pair.First.Contains(pair.Second));
    }

    [Fact]
    public void A_file_that_is_too_large_is_a_problem()
    {
        using var files = Files(Counter, ("examples.vendor.yaml", new string('#', (1024 * 1024) + 1)));

        files.Load().Problems.Single().ToString().Should().Be("a/b/examples.vendor.yaml: the file is larger than 1048576 bytes");
    }

    private static List<ExampleResult> Run(string codec, params (string Name, string Text)[] vendor)
    {
        using var files = Files(codec, vendor);
        var set = files.Load();
        set.Problems.Should().BeEmpty();
        return [.. ExampleRunner.Run(set.Rules.Single())];
    }

    private static RuleFiles Files(string codec, params (string Name, string Text)[] vendor) => vendor.Aggregate(
        new RuleFiles().With("a/b/rule.json", """{ "description": "a test", "payload": "bytes", "kind": "codec", "mapping": { "production_count_good": "pulses" } }""").With("a/b/rule.js", codec),
        (files, file) => files.With($"a/b/{file.Name}", file.Text));
}
