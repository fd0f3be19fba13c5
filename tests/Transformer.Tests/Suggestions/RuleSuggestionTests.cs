using Busroot.Transformer.Tests.Profiles;

namespace Busroot.Transformer.Tests.Suggestions;

public class RuleSuggestionTests
{
    [Fact]
    public void Small_whole_numbers_that_return_to_0_are_increments()
    {
        var suggested = Suggested.For(Payloads("good", "3 0 2 5 0 0 1 4"));

        suggested["production_complete_good"].Should().Be("\"good\"");
        suggested["production_count_good"].Should().BeNull();
        suggested.Reason("production_complete_good").Should().Contain("return to 0").And.Contain("increments since the last message");
    }

    [Fact]
    public void A_count_that_only_rises_is_a_running_count()
    {
        var suggested = Suggested.For(Payloads("parts", "100 103 103 107 110 112 120 121 125 130"));

        suggested["production_count_good"].Should().Be("\"parts\"");
        suggested["production_complete_good"].Should().BeNull();
        suggested.Reason("production_count_good").Should().Contain("rises and never falls").And.Contain("\"delta\": true");
    }

    [Fact]
    public void A_count_that_was_seen_to_start_again_gives_what_it_gained()
    {
        var suggested = Suggested.For(Payloads("parts", "100 103 103 107 0 2 5 8 9 9"));

        suggested["production_complete_good"].Should().Be("""{ "path": "parts", "delta": true }""");
        suggested["production_count_good"].Should().BeNull();
        suggested.Reason("production_complete_good").Should().Contain("resets once").And.Contain("so delta");
        suggested.Files["examples.json"].Should().Contain("a count starts again");
    }

    [Fact]
    public void A_count_that_wraps_is_told_its_bits_and_how_far_a_wrap_can_go()
    {
        var suggested = Suggested.For(Payloads("cnt", "65490 65512 65525 65534 3 20 31"));

        suggested["production_complete_good"].Should().Be("""{ "path": "cnt", "delta": { "bits": 16, "maxStep": 600 } }""");
        suggested.Reason("production_complete_good").Should().Contain("wraps at 16 bits once").And.Contain("600");
    }

    [Fact]
    public void A_count_that_stands_still_may_be_either_kind_and_is_left_out()
    {
        var suggested = Suggested.For(Payloads("rejects", "0 0 0 0 0"));

        suggested.Rule.Signals.Should().BeEmpty();
        suggested.Reason("rejects").Should().Contain("is always 0").And.Contain("nothing tells yet");
    }

    [Fact]
    public void Never_both_kinds_of_a_count_nor_of_energy()
    {
        var suggested = Suggested.For(Enumerable.Range(0, 10).Select(i => $$"""{"good_total":{{100 + (3 * i)}},"good_step":{{i % 4}},"kwh":{{5 + i}}.5,"kwh_interval":{{i % 3}}.5}"""));

        suggested.Rule.Signals.Select(signal => signal.Signal).Should().BeEquivalentTo("production_count_good", "electrical_kwh");
        suggested.Reason("good_step").Should().Contain("may be production_complete_good as well").And.Contain("good_total was taken");
    }

    [Fact]
    public void A_meter_is_scaled_by_the_unit_of_its_name_and_its_sentinel_is_excluded()
    {
        var suggested = Suggested.For(Payloads("energy_wh", "1000 1100 -1 1250 1300"));

        suggested["electrical_kwh"].Should().Be("""{ "path": "energy_wh", "not": [-1], "scale": 0.001, "round": 6 }""");
        suggested.Reason("electrical_kwh").Should().Contain("its name says Wh").And.Contain("-1 came once and is no value");
    }

    [Fact]
    public void Energy_without_a_unit_that_would_be_more_than_a_megawatt_is_taken_for_Wh()
    {
        var suggested = Suggested.For(Payloads("energy", string.Join(' ', Enumerable.Range(0, 20).Select(i => 1000 + (10 * i)))));

        suggested["electrical_kwh"].Should().Contain("\"scale\": 0.001");
        suggested.Reason("electrical_kwh").Should().Contain("3600 an hour");
    }

    [Fact]
    public void States_in_words_become_a_map()
    {
        var suggested = Suggested.For(new[] { "RUN", "STOP", "RUN", "SETUP", "RUN" }.Select(state => $$"""{"state":"{{state}}"}"""));

        suggested["productive"].Should().Be("""{ "path": "state", "map": { "RUN": 1, "SETUP": 0, "STOP": 0 }, "default": 0 }""");
        suggested.Last().Should().Be("""{"productive":1}""");
    }

    [Fact]
    public void A_state_nobody_knows_is_taken_for_not_producing_and_said()
    {
        var suggested = Suggested.For(new[] { "RUN", "KALIBRIEREN", "RUN" }.Select(state => $$"""{"state":"{{state}}"}"""));

        suggested.Reason("productive").Should().Contain("KALIBRIEREN taken for not producing: check");
    }

    [Fact]
    public void Numbers_with_units_are_read_with_their_unit()
    {
        var suggested = Suggested.For(Enumerable.Range(0, 5).Select(i => $$"""{"wifi":"-6{{i}} dBm","e":"1{{i}}.5 kWh"}"""));

        suggested["rssi"].Should().Be("""{ "expr": "num(payload?.wifi, { unit: true })" }""");
        suggested.Last().Should().Be("""{"electrical_kwh":14.5,"rssi":-64}""");
    }

    [Theory]
    [InlineData("""{"x":#}""", "10 20 30 40 50 60", "x", "uptime")]
    [InlineData("""{"seq":#}""", "5 6 7 8 9 10", "seq", "number of the message")]
    [InlineData("""{"at":#}""", "1709301900 1709301911 1709301922", "at", "a time, in seconds")]
    [InlineData("""{"temp":#}""", "20.5 20.7 20.1", "temp", "a measurement")]
    [InlineData("""{"power":#}""", "100 900 20", "power", "above(payload.power, …)")]
    [InlineData("""{"x":#}""", "1 0 1 0", "x", "a switch whose name does not say")]
    [InlineData("""{"status":#}""", "3 1 2 3", "status", "a state in numbers")]
    [InlineData("""{"v":"#"}""", "v1.2 v1.2", "v", "is always \"v1.2\"")]
    [InlineData("""{"x":#}""", "null null", "x", "is always null")]
    [InlineData("""{"x":#}""", "-1 -1", "x", "stands for no value")]
    [InlineData("""{"${x}":#}""", "1 2 3", "['${x}']", "cannot be written in a path")]
    [InlineData("""{"kwh":[#]}""", "5 3 7", "kwh[0]", "goes up and down")]
    public void A_field_that_is_no_signal_is_left_out_with_the_reason(string payload, string values, string field, string reason)
    {
        var suggested = Suggested.For(values.Split(' ').Select(value => payload.Replace("#", value, StringComparison.Ordinal)));

        suggested.Rule.Signals.Should().BeEmpty();
        suggested.Reason(field).Should().Contain(reason);
    }

    [Fact]
    public void Topics_with_payloads_of_different_kinds_are_told_apart_by_expressions()
    {
        var suggested = Suggested.For(Readings.On([.. Enumerable.Range(0, 10).SelectMany(i => new[]
        {
            ("emeter/0/total", $"{15_000 + i}.5"), ("emeter/0/power", $"{i % 3}"), ("input/good", $"{i % 4}"), ("info", $$"""{"wifi":{"rssi":{{-60 - (i % 3)}}}}"""),
        })]));

        suggested.Rule.Payload.Should().Be("\"text\"");
        suggested["rssi"].Should().Be("""{ "expr": "level(-1) === 'info' ? json(text)?.wifi?.rssi : null" }""");
        suggested["production_complete_good"].Should().Be("""{ "expr": "level(-1) === 'good' ? text : null" }""");
        suggested.Folder.Problems.Should().BeEmpty();
        suggested.Last().Should().Be("""{"rssi":-60}""");
    }

    [Fact]
    public void The_same_path_on_two_topics_is_read_on_one_of_them_only()
    {
        var suggested = Suggested.For(Readings.On([.. Enumerable.Range(0, 10).SelectMany(i => new[] { ("line", $$"""{"good":{{10 + i}}}"""), ("", $$"""{"good":{{90 + i}}}""") })]));

        suggested["production_count_good"].Should().Be("""{ "expr": "level(-1) === 'line' ? payload?.good : null" }""");
        suggested.Reason("good").Should().Contain("as well");
    }

    [Fact]
    public void Words_among_readings_are_ignored_and_said()
    {
        var suggested = Suggested.For([.. Payloads("good", "3 0 2 5 0"), "Offline", .. Payloads("good", "1 4")]);

        suggested.Rule.Ignored.Should().Equal("Offline");
        suggested.Files["rule.json"].Should().Contain("\"ignore\": [\"Offline\"]");
    }

    [Fact]
    public void A_list_whose_elements_mean_different_things_is_read_element_by_element()
    {
        var suggested = Suggested.For(Enumerable.Range(0, 6).Select(i => $$"""{"vals":[{"id":"good","val":{{100 + i + (i / 2)}}},{"id":"rejects","val":{{i / 2}}}]}"""));

        suggested["production_count_good"].Should().Be("\"vals[?@.id == 'good'].val\"");
        suggested["production_count_bad"].Should().Be("\"vals[?@.id == 'rejects'].val\"");
        suggested.Last().Should().Be("""{"production_count_good":107,"production_count_bad":2}""");
    }

    [Fact]
    public void The_files_say_what_to_check_and_serve_no_other_device()
    {
        var suggested = Suggested.For(Payloads("good", "3 0 2 5 0"));

        suggested.Files["rule.json"].Should().Contain("\"devices\": [\"acme/press-9\"]").And.Contain("../../schema/rule.schema.json");
        suggested.Files["README.md"].Should().Contain("| `good` | whole number, 0 to 5 | production_complete_good |").And.Contain("guessed from 5 readings");
        suggested.Folder.Rule!.Examples.Select(example => example.Description).Should().Equal("1: production_complete_good", "2: no production_complete_good");
    }

    private static IEnumerable<string> Payloads(string field, string values) => values.Split(' ').Select(value => $$"""{"{{field}}":{{value}}}""");
}
