using System.Text;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Tests;

public class RuleRunnerTests
{
    private static readonly DeviceContext Device = new("acme/press-1", "acme", null, []);

    [Fact]
    public void A_failure_adds_nothing_to_what_the_buffer_holds()
    {
        var rule = RuleFiles.Mapping("""{ "rssi": "rssi" }""");
        var runner = new RuleRunner();
        var output = new SignalBuffer();
        runner.Apply(rule, Input("""{"rssi":-65}"""), output).Should().BeSameAs(RuleOutcome.Produced.Instance);

        runner.Apply(rule, Input("""{"rssi":-66"""), output).Should().BeOfType<RuleOutcome.Failed>().Which.Fault.Should().Be(RuleFault.InvalidPayload);
        runner.CheckNative(Input("""{"rssi":-66,"x":1}"""), output).Should().BeOfType<RuleOutcome.Failed>();

        output.Count.Should().Be(1);
        Encoding.UTF8.GetString(output.GetPayload(output[0])).Should().Be("""{"rssi":-65}""");
    }

    [Theory]
    [InlineData("quarantine", "Failed")]
    [InlineData("drop", "Ignored")]
    [InlineData("pass", "Failed")]
    public void The_rule_decides_what_becomes_of_a_payload_it_cannot_read(string onError, string outcome)
    {
        var rule = RuleFiles.Mapping("""{ "rssi": "$" }""", more: $""" "onError": "{onError}", """);

        new RuleRunner().Apply(rule, Input("?"), new SignalBuffer()).GetType().Name.Should().Be(outcome);
    }

    [Fact]
    public void Pass_publishes_a_payload_that_is_valid_signals_itself()
    {
        var rule = RuleFiles.Mapping(
            """{ "electrical_kwh": "kwh" }""", """{ "hex": { "fields": { "kwh": { "offset": 0, "type": "u32" } } } }""", """ "onError": "pass", """);

        RuleFiles.Run(rule, "000000FF").Should().Be("""{"electrical_kwh":255}""");
        RuleFiles.Run(rule, """{"rssi":-65,"productive":true}""").Should().Be("""{"productive":1,"rssi":-65}""");
        RuleFiles.Run(rule, """{"rssi":-65,"x":true}""").Should().StartWith("InvalidPayload: not valid hex at byte 0");
    }

    [Theory]
    [InlineData("Offline")]
    [InlineData(" Offline\r\n")]
    [InlineData("Online")]
    public void A_payload_the_rule_ignores_is_no_failure(string payload) =>
        RuleFiles.Run(RuleFiles.Mapping("""{ "rssi": "rssi" }""", more: """ "ignore": ["Online", "Offline"], """), payload).Should()
            .Be("ignored: the rule ignores this payload");

    [Theory]
    [InlineData("offline")]
    [InlineData("Offline!")]
    public void Only_the_listed_payloads_are_ignored(string payload) =>
        RuleFiles.Run(RuleFiles.Mapping("""{ "rssi": "rssi" }""", more: """ "ignore": ["Online", "Offline"], """), payload).Should()
            .StartWith("InvalidPayload");

    [Fact]
    public void What_is_left_out_is_counted()
    {
        var rule = RuleFiles.Mapping("""{ "rssi": "rssi", "production_complete_good": "n" }""");
        var runner = new RuleRunner();

        runner.Apply(rule, Input("""{"rssi":99,"n":"?"}"""), new SignalBuffer());
        runner.Apply(rule, Input("""{"rssi":null}"""), new SignalBuffer());
        runner.Apply(rule, new RuleInput { Device = Device, Payload = """{"rssi":-65,"n":1}"""u8, Retain = true }, new SignalBuffer());

        runner.DroppedValues.Should().Be(2);
        runner.RetainedIncrements.Should().Be(1);
    }

    [Fact]
    public void A_device_follows_its_rule_when_another_one_takes_over()
    {
        var device = Device with { Variables = Device.Variables.Add("input", VariableValue.Of("c2")) };
        var first = RuleFiles.Mapping("""{ "production_count_good": "${input}" }""", more: """ "variables": { "input": "c1" }, """);
        var second = RuleFiles.Mapping("""{ "production_count_bad": "${input}" }""", more: """ "variables": { "input": "c1" }, """);
        var runner = new RuleRunner();
        var output = new SignalBuffer();

        foreach (var rule in new[] { first, first, second, first })
        {
            runner.Apply(rule, new RuleInput { Device = device, Payload = """{"c1":1,"c2":2}"""u8 }, output);
        }

        Enumerable.Range(0, output.Count).Select(i => Encoding.UTF8.GetString(output.GetPayload(output[i]))).Should().Equal(
            """{"production_count_good":2}""", """{"production_count_good":2}""", """{"production_count_bad":2}""", """{"production_count_good":2}""");
    }

    [Fact]
    public void A_message_allocates_nothing_once_the_runner_is_warm()
    {
        var rule = RuleFiles.Mapping(
            """{ "production_complete_good": "${input}", "electrical_kwh": { "path": "kWh1", "not": [-1], "scale": 0.1, "round": 3 }, "rssi": { "first": ["rssi", "signal"] } }""",
            "\"json-lenient\"", """ "variables": { "input": "c1" }, """);
        var runner = new RuleRunner();
        var output = new SignalBuffer();
        var device = Device with { Variables = Device.Variables.Add("input", VariableValue.Of("c2")) };
        Run(1000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                output.Clear();
                runner.Apply(rule, new RuleInput { Device = device, Payload = """{"c2":5,"kWh1":12345,"pf":nan,"signal":"-65"}"""u8 }, output);
                runner.CheckNative(new RuleInput { Device = device, Payload = """{"rssi":-65.5,"productive":true}"""u8 }, output);
            }
        }
    }

    private static RuleInput Input(string payload) => new() { Device = Device, Payload = Encoding.UTF8.GetBytes(payload) };
}
