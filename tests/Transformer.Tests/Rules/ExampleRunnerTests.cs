using System.Collections.Immutable;
using Busroot.Transformer.Rules;

namespace Busroot.Transformer.Tests.Rules;

public class ExampleRunnerTests
{
    [Theory]
    [InlineData("""[{ "signals": { "rssi": -65, "productive": true } }]""")]
    [InlineData("""[{ "signals": { "productive": 1, "rssi": -65.0000005 } }]""")]
    public void An_example_passes_when_the_signals_are_equal_within_a_millionth(string expect)
    {
        var result = Run("""{\"rssi\":-65,\"run\":1}""", expect);

        result.Passed.Should().BeTrue();
        result.Difference.Should().BeNull();
        result.Actual.Should().Be("""{"productive":1,"rssi":-65}""");
    }

    [Theory]
    [InlineData("""[{ "signals": { "rssi": -66, "productive": 1 } }]""", "message 1: rssi: expected -66, got -65")]
    [InlineData("""[{ "signals": { "rssi": -65 } }]""", "message 1: productive: expected nothing, got 1")]
    [InlineData("""[{ "signals": { "rssi": -65, "productive": 1, "electrical_kwh": 0 } }]""", "message 1: electrical_kwh: expected 0, got nothing")]
    [InlineData("""[{ "station": "ST-01", "signals": { "rssi": -65, "productive": 1 } }]""", "message 1: expected station ST-01, got the device's own topic")]
    [InlineData("[]", "message 1: expected 0 publication(s), got 1")]
    [InlineData("""{ "error": "byte" }""", "message 1: expected an error with \"byte\", got {\"productive\":1,\"rssi\":-65}")]
    public void An_example_fails_with_the_difference(string expect, string difference)
    {
        var result = Run("""{\"rssi\":-65,\"run\":1}""", expect);

        result.Passed.Should().BeFalse();
        result.Difference.Should().Be(difference);
    }

    [Theory]
    [InlineData("""{ "error": "NOT VALID json" }""", null)]
    [InlineData("""{ "error": "timeout" }""", "message 1: expected an error with \"timeout\", got \"not valid JSON at byte 0: *")]
    [InlineData("[]", "message 1: expected nothing, but the rule failed: not valid JSON at byte 0: *")]
    public void An_error_can_be_expected(string expect, string? difference)
    {
        var result = Run("?", expect);

        result.Passed.Should().Be(difference is null);
        if (difference is not null)
        {
            result.Difference.Should().Match(difference);
        }
    }

    [Fact]
    public void Messages_run_in_order_and_the_first_difference_is_told()
    {
        var result = RunAll("""
            [{ "description": "x", "messages": [
                { "payload": "{\"rssi\":-65}", "expect": [{ "signals": { "rssi": -65 } }] },
                { "payload": "eyJyc3NpIjotNjZ9", "encoding": "base64", "expect": [{ "signals": { "rssi": -66 } }] },
                { "payload": "7b 22727373 69223a2d36377d", "encoding": "hex", "at": "2026-11-22T08:00:00Z", "topic": "t", "dup": true, "expect": [] }] }]
            """);

        result.Should().ContainSingle().Which.Difference.Should().Be("message 3: expected 0 publication(s), got 1");
    }

    [Fact]
    public void The_messages_of_an_example_share_one_device_s_state_and_two_examples_do_not()
    {
        const string Counts = """{ "payload": "{}", "expect": [{ "signals": { "production_count_good": 1 } }] }, { "payload": "{}", "expect": [{ "signals": { "production_count_good": 2 } }] }""";
        using var files = new RuleFiles()
            .With("a/b/rule.json", """{ "description": "x", "kind": "script", "payload": "json" }""")
            .With("a/b/rule.js", "export default (reading, { state }) => ({ production_count_good: state.n = (state.n ?? 0) + 1 })")
            .With("a/b/examples.json", $$"""[{ "description": "one", "messages": [{{Counts}}] }, { "description": "two", "messages": [{{Counts}}] }]""");

        ExampleRunner.Run(files.Load().Rules.Single()).Select(result => (result.Description, result.Difference)).Should().Equal(("one", null), ("two", null));
    }

    [Theory]
    [InlineData("{}", "a/b/examples.json:1:1: examples.json is an array of examples, not an object")]
    [InlineData("""[{ "messages": [], "descripton": "x" }]""", "*unknown key \"descripton\"; did you mean \"description\"?")]
    [InlineData("""[{ "messages": [], "descripton": "x" }]""", "*\"messages\" lists at least one message")]
    [InlineData("""[{ "variables": { "x": 1 } }]""", "*the rule declares no variable \"x\"")]
    [InlineData("""[{ "messages": [{}] }]""", "*\"payload\" is missing: what the device sends")]
    [InlineData("""[{ "messages": [{}] }]""", "*\"expect\" is missing*")]
    [InlineData("""[{ "messages": [{ "encoding": "utf16" }] }]""", "*\"encoding\" is one of utf8, hex, base64, not \"utf16\"*")]
    [InlineData("""[{ "messages": [{ "payload": "zz", "encoding": "hex" }] }]""", "*the payload is not in the encoding the message names: *")]
    [InlineData("""[{ "messages": [{ "payload": "z", "encoding": "base64" }] }]""", "*the payload is not in the encoding the message names: *")]
    [InlineData("""[{ "messages": [{ "at": "yesterday" }] }]""", "*\"at\" is a time such as*")]
    [InlineData("""[{ "messages": [{ "retain": 1 }] }]""", "*\"retain\" is true or false, not 1")]
    [InlineData("""[{ "messages": [{ "expect": 5 }] }]""", "*\"expect\", when it is no list, is an object, not 5")]
    [InlineData("""[{ "messages": [{ "expect": {} }] }]""", "*\"error\" is missing: a part of the message")]
    [InlineData("""[{ "messages": [{ "expect": [{}] }] }]""", "*\"signals\" is missing: an object of signals")]
    [InlineData("""[{ "messages": [{ "expect": [{ "signals": {} }] }] }]""", "*an empty publication never leaves*")]
    [InlineData("""[{ "messages": [{ "expect": [{ "signals": { "rsi": 1 } }] }] }]""", "*\"rsi\" is not a signal; did you mean \"rssi\"?")]
    [InlineData("""[{ "messages": [{ "expect": [{ "signals": { "rssi": 99 } }] }] }]""", "*rssi can never be 99; expected a number of dBm from -200 to 20")]
    [InlineData("""[{ "messages": [{ "expect": [{ "signals": { "production_count": 1, "production_count_good": 1 } }] }] }]""", "*again; keep one")]
    public void A_mistake_in_the_examples_is_a_problem_with_its_place(string examples, string problem)
    {
        using var files = Files(examples);
        files.Load().Problems.Select(found => found.ToString()).Should().ContainMatch(problem);
    }

    [Fact]
    public void Descriptions_are_unique()
    {
        const string Example = """{ "description": "x", "messages": [{ "payload": "{}", "expect": [] }] }""";
        using var files = Files($"[{Example},\n{Example}]");

        files.Load().Problems.Single().ToString().Should().Be("a/b/examples.json:2:1: another example is already called \"x\"");
    }

    private static ExampleResult Run(string payload, string expect) =>
        RunAll($$"""[{ "description": "x", "messages": [{ "payload": "{{payload}}", "expect": {{expect}} }] }]""").Single();

    private static ImmutableArray<ExampleResult> RunAll(string examples)
    {
        using var files = Files(examples);
        var set = files.Load();
        set.Problems.Should().BeEmpty();
        return ExampleRunner.Run(set.Rules.Single());
    }

    private static RuleFiles Files(string examples) => new RuleFiles()
        .With("a/b/rule.json", RuleFiles.RuleJson("""{ "rssi": "rssi", "productive": "run" }"""))
        .With("a/b/examples.json", examples);
}
