using Busroot.Transformer.Rules;

namespace Busroot.Transformer.Tests.NodeRed.Codecs;

/// <summary>The examples a vendor delivers with a codec, however they are written.</summary>
public class VendorExampleTests
{
    private const string Codec = "function decodeUplink(i) { return { data: { kwh: i.bytes[0] } } }";

    [Theory]
    [InlineData("5", "no example of an uplink")]
    [InlineData("'x'", "no example of an uplink")]
    [InlineData("[ 5, {}, { input: 5 } ]", "no example of an uplink")]
    [InlineData("[{ input: { bytes: ['0x07'] }, output: { data: {} } }]", "example 1: \"bytes\" is an array of numbers from 0 to 255, or a text of hexadecimal digits")]
    [InlineData("[{ name: 'long', input: { bytes: [256] }, output: { data: {} } }]", "\"long\": \"bytes\" is an array")]
    [InlineData("[{ input: { bytes: [1.5] }, output: { data: {} } }]", "\"bytes\" is an array")]
    [InlineData("[{ input: { bytes: [null] }, output: { data: {} } }]", "\"bytes\" is an array")]
    [InlineData("[{ input: { bytes: '07 0' }, output: { data: {} } }]", "\"bytes\" is an array")]
    [InlineData("[{ input: { bytes: 7 }, output: { data: {} } }]", "\"bytes\" is an array")]
    [InlineData("[{ input: { bytes: [7], fPort: 1e99 }, output: { data: {} } }]", "\"fPort\" is a number from 0 to 255")]
    [InlineData("[{ input: { bytes: [7], fPort: 'x' }, output: { data: {} } }]", "\"fPort\" is a number from 0 to 255")]
    [InlineData("[{ input: { bytes: [7] }, output: { data: { kwh: 1e999 } } }]", "line 1 has a number that is too large")]
    [InlineData("[{ input: { bytes: [7] }, output: { data: { kwh: !7 } } }]", "line 1 has something that is no value")]
    [InlineData("[{ input: { bytes: [7] },\n output: { data: { ['kwh']: 7 } } }]", "line 2 has something that is no member")]
    [InlineData("[{ input: { bytes: [7] },\n ...{} }]", "line 2 has something that is no member")]
    [InlineData("[]); f(", "something that is no value")]
    [InlineData("[{ name: 'a' },\n }]", "examples.vendor.json:2:2: not valid JSON")]
    public void What_is_no_example_is_a_problem_of_the_rule(string vendor, string expected)
    {
        using var files = Files(Codec, vendor);

        files.Load().Problems.Select(problem => problem.ToString()).Should().ContainSingle().Which.Should().Contain(expected);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public void A_file_nested_without_end_is_a_problem_of_the_rule(int depth)
    {
        using var files = Files(Codec, new string('[', depth) + new string(']', depth));

        files.Load().Problems.Select(problem => problem.ToString()).Should().ContainSingle().Which.Should().Contain("nested");
    }

    [Theory]
    [InlineData("{ kwh: +7 }", "return { data: { kwh: 7 } }", true)]
    [InlineData("{ kwh: -7 }", "return { data: { kwh: -7 } }", true)]
    [InlineData("{ kwh: '\\ud800' }", "return { data: { kwh: '\\ud800' } }", true)]
    [InlineData("{ kwh: '\\ud800' }", "return { data: { kwh: 'x' } }", false)]
    [InlineData("{ kwh: 7 }", "var d = {}; for (var i = 0; i < 200; i++) d = { d: d }; return { data: d }", false)]
    public void Values_are_compared_as_the_vendor_wrote_them(string data, string body, bool passes)
    {
        using var files = Files($"function decodeUplink(i) {{ {body} }}", $"[{{ input: {{ bytes: [7], fPort: 1 }}, output: {{ data: {data} }} }}]");

        Results(files).Should().ContainSingle().Which.Passed.Should().Be(passes);
    }

    [Fact]
    public void An_example_brings_its_own_variables()
    {
        using var files = Files(
            "function decodeUplink(i) { return { data: { kwh: i.bytes[0] * i.variables.factor, site: i.variables.site } } }",
            "[{ name: 'x', input: { bytes: [7], fPort: 1, variables: { factor: '3' } }, expected: { data: { kwh: 21, site: 'north' } } }]",
            "\"variables\": { \"factor\": 1, \"site\": \"north\" },");

        Results(files).Should().ContainSingle().Which.Difference.Should().BeNull();
    }

    [Theory]
    [InlineData("['low battery']", "['low battery']", null)]
    [InlineData("[]", "undefined", null)]
    [InlineData("['low battery']", "[]", "warnings: expected [\"low battery\"], got []")]
    [InlineData("[]", "['low battery']", "warnings: expected [], got [\"low battery\"]")]
    public void Warnings_are_compared_when_the_vendor_lists_them(string expected, string given, string? difference)
    {
        using var files = Files(
            $"function decodeUplink(i) {{ return {{ data: {{}}, warnings: {given} }} }}", $"[{{ input: {{ bytes: [7] }}, output: {{ data: {{}}, warnings: {expected} }} }}]");

        Results(files).Should().ContainSingle().Which.Difference.Should().Be(difference);
    }

    [Theory]
    [InlineData("{ data: [{ air: { temperature: 7 } }] }", "{ data: { air: { temperature: i.data.kwh } } }", null)] // one object stands for a list of one
    [InlineData("{ data: { air: { temperature: 7 } } }", "{ data: [{ air: { temperature: i.data.kwh } }] }", null)]
    [InlineData("{ data: [{ air: { temperature: 8 } }] }", "{ data: [{ air: { temperature: i.data.kwh } }] }", "normalized[0].air.temperature: expected 8, got 7")]
    [InlineData("{ errors: ['no'] }", "{ errors: ['no'] }", null)]
    [InlineData("{ errors: ['no'] }", "{ data: [] }", "normalized: expected an error, got []")]
    [InlineData("{ data: [] }", "{ errors: ['no'] }", "normalized: expected [], but the codec failed: a/b/rule.js: the codec refuses this frame: no*")]
    public void Normalized_output_is_compared_too(string expected, string given, string? difference)
    {
        using var files = Files(
            Codec + $" function normalizeUplink(i) {{ return {given} }}", $"{{ examples: [{{ input: {{ bytes: [7] }}, output: {{ data: {{ kwh: 7 }} }}, normalizedOutput: {expected} }}] }}");

        (Results(files).Should().ContainSingle().Which.Difference ?? "nothing").Should().Match(difference ?? "nothing");
    }

    [Fact]
    public void Normalized_output_without_a_function_that_gives_it_fails()
    {
        using var files = Files(Codec, "[{ input: { bytes: [7] }, output: { data: { kwh: 7 } }, normalizedOutput: { data: [] } }]");

        Results(files).Should().ContainSingle().Which.Difference.Should().Contain("the codec has no normalizeUplink");
    }

    [Fact]
    public void No_file_of_a_vendor_makes_the_load_throw()
    {
        const string good = "{ examples: [ { description: 'x', input: { fPort: 85, bytes: [7], recvTime: '2024-05-02T20:00:00Z', variables: { a: 'b' } }, output: { data: { kwh: 7 }, warnings: ['w'] }, normalizedOutput: { data: [ {} ] } } ] }";
        string[] values = ["null", "5", "'x'", "[]", "{}", "true", "''", "-1", "1e999", "[[1]]", "f()", "undefined", "'\\ud800'"];
        var random = new Random(7);
        using var files = Files(Codec + " function normalizeUplink(i) { return { data: {} } }", good);
        for (var i = 0; i < 300; i++)
        {
            var colons = Enumerable.Range(0, good.Length).Where(at => good[at] == ':' && !char.IsAsciiDigit(good[at + 1])).ToArray();
            var at = colons[random.Next(colons.Length)] + 1;
            var end = good.IndexOfAny([',', '}'], at);
            files.With("a/b/examples.vendor.json", good[..at] + values[random.Next(values.Length)] + good[end..]);

            var load = () => files.Load().Rules.SelectMany(rule => ExampleRunner.Run(rule)).ToArray();
            load.Should().NotThrow();
        }
    }

    private static System.Collections.Immutable.ImmutableArray<ExampleResult> Results(RuleFiles files)
    {
        var set = files.Load();
        set.Problems.Should().BeEmpty();
        return ExampleRunner.Run(set.Rules.Single());
    }

    private static RuleFiles Files(string code, string vendor, string more = "") => new RuleFiles()
        .With("a/b/rule.json", $$"""{ "description": "a test", "payload": "bytes", {{more}} "mapping": { "electrical_kwh": "kwh" }, "kind": "codec" }""")
        .With("a/b/rule.js", code)
        .With("a/b/examples.vendor.json", vendor);
}
