using System.Text;
using Busroot.Transformer.State;

namespace Busroot.Transformer.Tests.Scripting;

public class StatefulHelpersTests
{
    [Theory]
    [InlineData("delta('n', v, { bits: 16, maxStep: 1000 })", "65530 65534 3", "null 4 5")]
    [InlineData("delta('n', v, { bits: 32, maxStep: 1000 })", "1200 1205 2", "null 5 2")]
    [InlineData("delta('n', v, { reset: 'skip' })", "5 2 3", "null null 1")]
    [InlineData("delta('n', v, { restarted: v === 7 })", "5 7 8", "null 7 1")]
    [InlineData("delta('n', v)", "5 null 7", "null null 2")]
    [InlineData("delta('n', v, { maxStep: 100 })", "10 5000 15 20", "null null 5 5")]
    [InlineData("monotonic('k', v)", "15774.4 0 15774.5", "15774.4 null 15774.5")]
    [InlineData("monotonic('k', v, { patience: 3 })", "9 1 2 3 4 1", "9 null null 3 4 null")]
    [InlineData("dedupe('seq', v)", "41 42 42 43 41", "true true false true false")]
    [InlineData("dedupe('seq', v, 2)", "1 2 3 1", "true true true true")]
    [InlineData("dedupe('seq', v)", "1 'a' 'a' null", "true true false null")]
    [InlineData("rising('di', v)", "true false false true true false true", "0 0 0 1 0 0 1")]
    [InlineData("rising('di', v)", "0 'x' 1", "0 null 1")]
    [InlineData("hysteresis('w', v, 100, 80)", "90 100 90 80 90", "0 1 1 0 0")]
    [InlineData("debounce('r', v, 2000, 3000)", "0 1 1 1 0 0 1 0 0 0 0", "0 0 0 1 1 1 1 1 1 1 0")]
    [InlineData("integrate('e', v)", "3600000 3600000 0", "null 1 0.5")]
    [InlineData("integrate('e', v, 5)", "1 2", "null null")]
    [InlineData("integrate('e', v, undefined, { maxGap: 10 })", "1 2", "null null")]
    [InlineData("latest('x', v, 1500)", "7 null null", "7 7 null")]
    [InlineData("latest('x', v)", "null 'a' undefined", "null a a")]
    [InlineData("JSON.stringify(latest('x', v))", "{'a':[1,{}]} null", """{"a":[1,{}]} {"a":[1,{}]}""")]
    [InlineData("JSON.stringify(latest('x', v))", "5 [1,null] null", "5 [1,null] [1,null]")]
    [InlineData("(o => ++o.n)(latest('x', v))", "{'n':1} null null", "2 2 2")] // what a script does to its value is not remembered
    public void A_helper_remembers_from_reading_to_reading(string call, string readings, string results) => Run(call, readings, new DeviceState()).Should().Be(results);

    [Theory]
    [InlineData("delta('n', v)", "5 50r 52", "null 45 47")]
    [InlineData("delta('n', v)", "50r 52", "null null")]
    [InlineData("rising('n', v)", "0 1r 1 1", "0 1 1 0")]
    [InlineData("integrate('n', v)", "3600000 3600000r 3600000", "null 1 2")]
    public void What_a_retained_reading_counts_is_left_out_and_so_is_counted_by_the_next_live_one(string call, string readings, string results) =>
        Run(call, readings, new DeviceState()).Should().Be(results);

    [Fact]
    public void A_script_publishes_all_that_was_made_around_a_retained_reading()
    {
        var rule = ScriptFiles.Rule("import { delta } from 'busroot'\nexport default ({ payload }) => ({ production_complete_good: delta('n', payload.n) })");
        using var files = new ScriptFiles();
        var state = new DeviceState();

        files.Run(rule, "{\"n\":5}", state: state);
        files.Run(rule, "{\"n\":50}", state: state, retain: true).Should().StartWith("ignored");
        files.Run(rule, "{\"n\":52}", state: state).Should().Be("""{"production_complete_good":47}""");
    }

    [Fact]
    public void Others_remember_retained_readings_too() => Run("latest('n', v)", "7r null", new DeviceState()).Should().Be("7 7");

    [Fact]
    public void What_is_remembered_is_visible_in_the_state_under_its_function_and_key()
    {
        var state = new DeviceState();

        Run("(device.state.mine = 1, delta('cnt', v), rising('di', 1))", "5", state);

        Encoding.UTF8.GetString(state.Of("a/b").Span).Should().Be("""{"mine":1,"$busroot":{"delta cnt":5,"rising di":1}}""");
    }

    [Fact]
    public void A_run_that_fails_remembers_nothing()
    {
        var state = new DeviceState();

        Run("(delta('n', v), v === 6 ? boom() : delta('m', v))", "5 6 7", state).Should().EndWith("2");
    }

    [Theory]
    [InlineData("delta(5, v)", "*the first argument of delta is the key*")]
    [InlineData("delta('', v)", "*the first argument of delta is the key*")]
    [InlineData("latest('x', 'a'.repeat(17000))", "*latest remembers JSON values of at most 16384 bytes*")]
    [InlineData("latest('x', { a: () => 1 })", "*latest remembers JSON values of at most 16384 bytes*")]
    [InlineData("latest('x', new Date())", "*latest remembers JSON values of at most 16384 bytes*")]
    [InlineData("dedupe('k', v, 600000)", "*the third argument of dedupe is how many ids it remembers, a whole number from 1 to 256, not 600000*")]
    [InlineData("dedupe('k', v, '10m')", "*the third argument of dedupe is how many ids it remembers, a whole number from 1 to 256, not the text \"10m\"*")]
    [InlineData("delta('k', v, { bits: 64 })", "*bits of delta is the width of the device's counter, a whole number from 1 to 53, not 64*")]
    [InlineData("(device.state = 5, delta('n', v))", "*device.state is no plain object any more*")]
    public void What_cannot_be_remembered_fails(string call, string message) => Run(call, "5", new DeviceState()).Should().Match(message);

    [Theory]
    [InlineData("device.state.$busroot = 'x'")]
    [InlineData("device.state.$busroot = { 'delta n': 'x', 'monotonic n': 5, 'dedupe n': {}, 'latest n': [] }")]
    [InlineData("Object.freeze(device.state)")]
    public void A_memory_that_a_script_spoiled_is_begun_anew(string spoil) =>
        Run($"({spoil}, delta('n', v), monotonic('n', v), dedupe('n', v), latest('n', v))", "5", new DeviceState()).Should().Be("5");

    [Fact]
    public void Sparkplug_names_of_a_birth_are_remembered_for_data_with_aliases()
    {
        const string Birth = "0880d095ffbc31120e0a0550617274731001200350fc01120b0a0352756e1002200b70011800"; // Parts, alias 1, Int32 252; Run, alias 2, Boolean true
        const string Data = "120a1001200350fbffffff0f1204100950011801"; // alias 1, Int32 -5; alias 9, which no birth named
        var state = new DeviceState();
        var call = "((m) => m && JSON.stringify(m.metrics) + m.type)(sparkplug('spBv1.0/G/' + (v[0] === 'b' ? 'NBIRTH' : 'NDATA') + '/N', hex(v.slice(1))))";

        Run(call, $"'b{Birth}' 'd{Data}'", state).Should().Be("""{"Parts":252,"Run":true}NBIRTH {"Parts":-5}NDATA""");
    }

    // Readings one second apart; r behind a value: the reading is retained.
    private static string Run(string call, string readings, DeviceState state)
    {
        var rule = ScriptFiles.Rule($$"""
            import { delta, monotonic, dedupe, rising, hysteresis, debounce, integrate, latest, sparkplug, hex, warn } from 'busroot'
            export default (reading, device) => { const v = reading.payload.v; warn({{call}}) }
            """);
        using var files = new ScriptFiles();
        var results = new List<string>();
        foreach (var (reading, index) in readings.Split(' ').Select((reading, index) => (reading, index)))
        {
            var value = reading.TrimEnd('r').Replace('\'', '"');
            var outcome = files.Runner.Apply(rule, new RuleInput
            {
                Device = ScriptFiles.Device(),
                Payload = Encoding.UTF8.GetBytes(value == "undefined" ? "{}" : $"{{\"v\":{value}}}"),
                At = ScriptFiles.Arrival.AddSeconds(index),
                Retain = reading.EndsWith('r'),
                State = state,
            }, files.Output);
            results.Add(outcome is RuleOutcome.Failed failed ? failed.Message : files.Runner.Warnings[0]);
        }

        return string.Join(' ', results);
    }
}
