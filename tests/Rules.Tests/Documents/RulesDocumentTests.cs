using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Busroot.Transformer;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Rules.Tests.Documents;

/// <summary>What docs/rules.md shows is what happens.</summary>
public class RulesDocumentTests
{
    public static TheoryData<string> Rules() => [.. RulesDocument.Files.Select(file => file.Rule).Distinct()];

    public static TheoryData<string, string, string, string> Rows()
    {
        var data = new TheoryData<string, string, string, string>();
        RulesDocument.Rows.ToList().ForEach(row => data.Add(row.Payload, row.Sent, row.Mapping, row.Signals));
        return data;
    }

    public static TheoryData<string, string> Calls()
    {
        var data = new TheoryData<string, string>();
        RulesDocument.Helpers.Where(helper => helper.Call.Length > 0).ToList().ForEach(helper => data.Add(helper.Call, helper.Value));
        return data;
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_of_the_page_loads_without_a_warning_and_its_examples_pass(string name)
    {
        var rules = RulesDocument.Load([.. RulesDocument.Files.Where(file => file.Rule == name).Select(file => (file.File, file.Content))]);

        rules.Problems.Should().BeEmpty();
        rules.Warnings.Should().BeEmpty();
        rules.Rules.Single().Examples.Should().NotBeEmpty();
        ExampleRunner.Run(rules.Rules.Single()).Where(result => !result.Passed).Select(result => $"{result.Difference}; got {result.Actual}").Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_of_the_page_gives_its_signals(string payload, string sent, string mapping, string signals)
    {
        var rules = RulesDocument.Load(("rule.json", $$"""{ "description": "a row", "payload": {{payload}}, "kind": "mapping", "mapping": { {{mapping}} } }"""));

        rules.Problems.Should().BeEmpty();
        Publish(rules.Rules.Single(), sent).Should().Be(signals);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void An_example_of_a_helper_gives_its_value(string example, string value)
    {
        var (call, readings) = example.Split(" over ") is [var stateful, var values] ? (stateful, values.Split(", ")) : (example, ["0"]);
        var imports = RulesDocument.Helpers.Select(helper => helper.Name).Where(name => Regex.IsMatch(call, $@"\b{name}\(")).Append("warn");
        var rule = RulesDocument.Load(
            ("rule.json", """{ "description": "a call", "payload": "json", "kind": "script" }"""),
            ("rule.js", $"import {{ {string.Join(", ", imports)} }} from 'busroot'\nexport default ({{ payload: {{ v }} }}) => {{ warn(JSON.stringify({call})) }}")).Rules.Single();

        using var runner = new RuleRunner();
        var state = new DeviceState();
        var notes = readings.Select((reading, second) => Note(runner, rule, $"{{\"v\":{reading}}}", state, DateTimeOffset.UnixEpoch.AddYears(50).AddSeconds(second)));

        string.Join(", ", notes).Should().Be(value);
    }

    [Fact]
    public void The_page_names_every_helper_once_with_an_example()
    {
        var editors = File.ReadAllText(Path.Combine(RuleLibrary.Directory, "schema", "busroot.d.ts"));

        RulesDocument.Helpers.Select(helper => helper.Name).Should().OnlyHaveUniqueItems()
            .And.BeEquivalentTo(Regex.Matches(editors, @"export function (\w+)").Select(match => match.Groups[1].Value));
        RulesDocument.Helpers.Where(helper => helper.Call.Length == 0).Select(helper => helper.Name).Should().BeEquivalentTo("warn", "ignore"); // the page's script calls them
    }

    [Fact]
    public void The_page_names_every_key_of_a_rule_and_every_payload_format()
    {
        var schema = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(RuleLibrary.Directory, "schema", "rule.schema.json"))).RootElement;
        var keys = schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);

        keys.Where(key => !RulesDocument.Text.Contains($"`{key}`", StringComparison.Ordinal)).Should().BeEmpty();
        RulesDocument.Rows.Should().HaveCountGreaterThan(30);
    }

    [Fact]
    public void The_limits_of_the_page_are_those_of_the_program()
    {
        var limits = ScriptLimits.Default;
        limits.ArrayLength.Should().Be(limits.TextLength, "the page names them together");

        RulesDocument.Limits.Should().Equal(
            ("wall time, awaits included", $"{limits.Time.TotalMilliseconds} ms", "time"),
            ("statements", Grouped(limits.Statements), "statements"),
            ("memory allocated", $"{limits.MemoryBytes / 1024 / 1024} MiB", "memory"),
            ("publications", Grouped(limits.Publications), "publications"),
            ("state of one device", $"{limits.StateBytes / 1024} KiB of JSON", "state"),
            ("calls inside calls", Grouped(limits.RecursionDepth), ""),
            ("an array, a text that is made", Grouped(limits.ArrayLength), ""),
            ("one match of a regular expression", $"{limits.RegexTime.TotalMilliseconds} ms", ""),
            ("`rule.js`", $"{limits.SourceBytes / 1024} KiB", ""));
    }

    private static string Grouped(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Publish(Rule rule, string sent)
    {
        using var runner = new RuleRunner();
        var output = new SignalBuffer();
        var outcome = runner.Apply(rule, new RuleInput { Device = Device, Payload = Encoding.UTF8.GetBytes(sent) }, output);
        return outcome is RuleOutcome.Failed failed ? failed.Message : output.Count == 0 ? "" : Encoding.UTF8.GetString(output.GetPayload(output[0]));
    }

    private static string Note(RuleRunner runner, Rule rule, string sent, DeviceState state, DateTimeOffset at)
    {
        var outcome = runner.Apply(rule, new RuleInput { Device = Device, Payload = Encoding.UTF8.GetBytes(sent), State = state, At = at }, new SignalBuffer());
        return outcome is RuleOutcome.Failed failed ? failed.Message : runner.Warnings[0];
    }

    private static DeviceContext Device { get; } = new("acme/device", "acme", null, []);
}
