using System.Text;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Transformer.Tests.Mapping;

public class DeltaTests
{
    [Theory]
    [InlineData("{ \"bits\": 16, \"maxStep\": 1000 }", "65530 65534 3 3", "- 4 5 0")]
    [InlineData("{ \"bits\": 32, \"maxStep\": 1000 }", "1200 1205 2", "- 5 2")]
    [InlineData("{ \"bits\": 32, \"maxStep\": 1000, \"reset\": \"skip\" }", "1200 1205 2 4", "- 5 - 2")]
    [InlineData("{ \"maxStep\": 100 }", "10 5000 5010 5015", "- - 10 5")] // a jump that stays: somebody set the counter
    [InlineData("{ \"maxStep\": 100 }", "10 5000 15 20", "- - 5 5")] // a glitch: what was made meanwhile, not what the counter shows
    [InlineData("{ \"maxStep\": 100 }", "10 5000 9000 15", "- - - 5")]
    [InlineData("{ \"maxStep\": 100 }", "10 5000 3 4", "- - 3 1")] // restarted after the glitch
    [InlineData("{ \"maxStep\": 100 }", "10 5000 10", "- - 0")]
    [InlineData("{ \"maxStep\": 100 }", "10 5000 150 155", "- - - 5")]
    [InlineData("{ \"maxStep\": 100, \"reset\": \"skip\" }", "10 5000 15 3 4", "- - 5 - 1")]
    [InlineData("{ \"maxStep\": 100, \"bits\": 16 }", "65530 30000 4", "- - 10")] // over the glitch and the wrap
    [InlineData("{ \"maxStep\": 100 }", "1000 -1 1005", "- - 5")]
    [InlineData("{ \"maxStep\": 100 }", "1000 500 1005", "- - 5")] // a glitch downwards that no restart explains
    [InlineData("true", "10 15 3 4", "- 5 3 1")]
    [InlineData("{ \"bits\": 16 }", "65530 3 60000 60010 10", "- 9 - 10 5536")] // without a bound: half the range
    public void A_running_count_becomes_what_came_since_the_last_reading(string delta, string counts, string steps) =>
        Run($$"""{ "production_complete_good": { "path": "n", "delta": {{delta}} } }""", counts).Should().Be(steps);

    [Fact]
    public void Scale_applies_to_the_step_and_not_to_the_counter() =>
        Run("""{ "electrical_kwh_interval": { "path": "n", "delta": { "bits": 8, "maxStep": 100 }, "scale": 0.1, "round": 3 } }""", "250 4").Should().Be("- 1");

    [Fact]
    public void What_is_remembered_stands_in_the_state_and_leaves_the_rest_of_it_alone()
    {
        var rule = RuleFiles.Mapping("""{ "production_complete_good": { "path": "n", "delta": true } }""");
        var state = new DeviceState();
        state.Load("a/b", """{"mine":[1,{"a":2}],"$busroot":{"latest x":{"v":1}}}"""u8.ToArray());

        Apply(new RuleRunner(), rule, state, "{\"n\":5}");

        Encoding.UTF8.GetString(state.Of("a/b").Span).Should().Be("""{"mine":[1,{"a":2}],"$busroot":{"latest x":{"v":1},"delta production_complete_good":5}}""");
    }

    [Fact]
    public void During_a_glitch_the_state_holds_the_count_before_it_too()
    {
        var rule = RuleFiles.Mapping("""{ "production_complete_good": { "path": "n", "delta": { "maxStep": 100 } } }""");
        var state = new DeviceState();
        using var runner = new RuleRunner();

        Apply(runner, rule, state, "{\"n\":10}");
        Apply(runner, rule, state, "{\"n\":5000}");
        Encoding.UTF8.GetString(state.Of("a/b").Span).Should().Be("""{"$busroot":{"delta production_complete_good":[5000,10]}}""");

        Apply(runner, rule, state, "{\"n\":15}");
        Encoding.UTF8.GetString(state.Of("a/b").Span).Should().Be("""{"$busroot":{"delta production_complete_good":15}}""");
    }

    [Fact]
    public void A_state_that_is_no_object_fails_and_says_what_to_do()
    {
        var rule = RuleFiles.Mapping("""{ "production_complete_good": { "path": "n", "delta": true } }""");
        var state = new DeviceState();
        state.Load("a/b", "[1]"u8.ToArray());

        Apply(new RuleRunner(), rule, state, "{\"n\":5}").Should().StartWith("InvalidState: ");
    }

    [Fact]
    public void A_retained_count_is_neither_counted_nor_remembered()
    {
        var rule = RuleFiles.Mapping("""{ "production_complete_good": { "path": "n", "delta": true } }""");
        var state = new DeviceState();
        using var runner = new RuleRunner();

        Apply(runner, rule, state, "{\"n\":5}");
        Apply(runner, rule, state, "{\"n\":50}", retain: true).Should().StartWith("ignored");
        Apply(runner, rule, state, "{\"n\":7}").Should().Be("""{"production_complete_good":2}""");
    }

    [Fact]
    public void Stations_that_come_and_go_do_not_make_the_state_grow_without_end()
    {
        var rule = RuleFiles.Mapping("""{ "each": "m", "station": "id", "production_complete_good": { "path": "n", "delta": true } }""", more: "\"limits\": { \"state\": 200 },");
        var state = new DeviceState();
        using var runner = new RuleRunner();

        var outcomes = Enumerable.Range(0, 10).Select(i => Apply(runner, rule, state, $$"""{"m":[{"id":"ST-{{i}}","n":5}]}""")).ToArray();

        outcomes[^1].Should().StartWith("StateLimit: the rule's state for this device is larger than 200 bytes");
        state.Of("a/b").Length.Should().BeLessThanOrEqualTo(200);
    }

    [Fact]
    public void Each_station_counts_for_itself()
    {
        var rule = RuleFiles.Mapping("""{ "each": "m", "station": "id", "production_complete_good": { "path": "n", "delta": true } }""");
        var state = new DeviceState();
        using var runner = new RuleRunner();

        Apply(runner, rule, state, """{"m":[{"id":"A","n":5},{"id":"B","n":100}]}""").Should().StartWith("ignored");
        Apply(runner, rule, state, """{"m":[{"id":"A","n":6},{"id":"B","n":102}]}""").Should().Be("""{"production_complete_good":1}{"production_complete_good":2}""");
    }

    [Fact]
    public void A_step_is_never_negative_and_never_above_the_greatest()
    {
        var counts = ArbMap.Default.ArbFor<(int[] Counts, byte Most, bool Wraps, bool Skips)>();
        Prop.ForAll(counts, sequence =>
            Steps(new CounterDelta(sequence.Wraps ? 16 : null, sequence.Most + 1, sequence.Skips), (sequence.Counts ?? []).Select(count => (double)count))
                .All(step => step is null or >= 0 && !(step > sequence.Most + 1))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_steps_of_a_counter_that_wraps_add_up_to_what_was_made()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), made =>
        {
            var totals = Totals((made ?? []).Select(step => step % 128));
            return Steps(new CounterDelta(8, 127, false), totals.Select(total => total % 256.0)).Sum() == totals[^1];
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_steps_over_glitches_add_up_to_what_was_made()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Made, ushort Glitch, bool IsGlitch)[]>(), readings =>
        {
            var given = readings ?? [];
            var totals = Totals(given.Select(reading => (int)reading.Made));
            var seen = totals.Select((total, i) => i > 0 && i % 2 == 0 && i < totals.Length - 1 && given[i - 1].IsGlitch ? total + 1000.0 + given[i - 1].Glitch : total);
            return Steps(new CounterDelta(null, 2 * byte.MaxValue, false), seen).Sum() == totals[^1];
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_steps_of_a_device_that_restarts_add_up_to_no_more_than_was_made()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Made, bool Restarts)[]>(), readings =>
        {
            var (count, made) = (0, 0);
            var counts = new List<double> { 0 };
            foreach (var reading in readings ?? [])
            {
                count = reading.Restarts ? reading.Made : count + reading.Made;
                made += reading.Made;
                counts.Add(count);
            }

            return Steps(new CounterDelta(32, 255, false), counts).Sum() <= made;
        }).QuickCheckThrowOnFailure();
    }

    private static int[] Totals(IEnumerable<int> steps) => [.. steps.Aggregate(new List<int> { 0 }, (totals, step) => [.. totals, totals[^1] + step])];

    private static double?[] Steps(CounterDelta delta, IEnumerable<double> counts)
    {
        CounterMark? last = null;
        return [.. counts.Select(count =>
        {
            var step = delta.Since(last, count, restarted: false, out var next);
            last = next;
            return step;
        })];
    }

    private static string Run(string mapping, string counts)
    {
        var rule = RuleFiles.Mapping(mapping);
        var state = new DeviceState();
        using var runner = new RuleRunner();
        return string.Join(' ', counts.Split(' ').Select(count => Apply(runner, rule, state, $"{{\"n\":{count}}}"))
            .Select(outcome => outcome.StartsWith("ignored", StringComparison.Ordinal) ? "-" : outcome.Split(':')[1].TrimEnd('}')));
    }

    private static string Apply(RuleRunner runner, Transformer.Rules.Rule rule, DeviceState state, string payload, bool retain = false)
    {
        var output = new SignalBuffer();
        var device = new DeviceContext("acme/press-1", "acme", null, System.Collections.Immutable.ImmutableDictionary<string, VariableValue>.Empty);
        return runner.Apply(rule, new RuleInput { Device = device, Payload = Encoding.UTF8.GetBytes(payload), State = state, Retain = retain }, output) switch
        {
            RuleOutcome.Produced => string.Concat(Enumerable.Range(0, output.Count).Select(i => Encoding.UTF8.GetString(output.GetPayload(output[i])))),
            RuleOutcome.Ignored ignored => "ignored: " + ignored.Reason,
            RuleOutcome.Failed failed => $"{failed.Fault}: {failed.Message}",
            var other => other.ToString(),
        };
    }
}
