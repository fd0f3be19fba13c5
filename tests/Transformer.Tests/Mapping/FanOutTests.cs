using System.Text;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Tests.Mapping;

public class FanOutTests
{
    private const string Line = """{"line":7,"machines":[{"id":"M1","good":10,"run":1},{"id":"M2","good":0,"run":0}]}""";

    [Theory]
    [InlineData("$.machines[*]")]
    [InlineData("machines")]
    [InlineData("$..machines[?@.id]")]
    public void Each_element_is_published_for_the_station_it_names(string each) =>
        Run($$"""{ "each": "{{each}}", "station": "id", "production_complete_good": "good", "productive": { "expr": "payload.run == 1 ? 1 : 0" } }""", Line)
            .Should().Be("""M1 {"production_complete_good":10,"productive":1} M2 {"production_complete_good":0,"productive":0}""");

    [Fact]
    public void Expressions_of_the_script_engine_see_the_element() =>
        Run("""{ "each": "machines", "station": "id", "production_complete_good": { "expr": "[payload.good, 1].reduce((a, b) => a + b)" } }""", Line)
            .Should().Be("""M1 {"production_complete_good":11} M2 {"production_complete_good":1}""");

    [Theory]
    [InlineData("""{"machines":[{"good":1},{"id":"a b","good":2},{"id":true,"good":3},{"id":7,"good":4}]}""", """7 {"production_complete_good":4}""")]
    [InlineData("""{"machines":[]}""", "ignored")]
    [InlineData("""{}""", "ignored")]
    [InlineData("""{"machines":[{"id":"A"}]}""", "ignored")]
    [InlineData("""{"machines":5}""", "ignored")]
    [InlineData("{", "InvalidPayload")]
    [InlineData("""{"machines":[]} x""", "InvalidPayload")]
    public void An_element_without_a_station_is_left_out_and_the_others_are_not(string payload, string published) =>
        Run("""{ "each": "machines", "station": "id", "production_complete_good": "good" }""", payload).Should().Be(published);

    [Fact]
    public void More_elements_than_a_rule_may_publish_for_fail() =>
        Run("""{ "each": "$[*]", "station": "id", "rssi": "r" }""", "[" + string.Join(',', Enumerable.Repeat("""{"id":"A","r":-1}""", 101)) + "]").Should().Be("OutputLimit");

    [Fact]
    public void Stations_known_beforehand_stand_beside_the_device_itself() =>
        Run("""{ "rssi": "rssi", "stations": { "ST-01": { "productive": "r1" }, "${second}": { "productive": "r2" }, "${third}": { "productive": "r2" } } }""",
            """{"rssi":-70,"r1":true,"r2":false}""", "\"variables\": { \"second\": \"ST-02\", \"third\": null },")
            .Should().Be("""{"rssi":-70} ST-01 {"productive":1} ST-02 {"productive":0}""");

    [Theory]
    [InlineData("\"line-protocol\"", """{ "each": "$[*]", "station": "tags.station", "production_count_good": "fields.parts" }""", "machine,station=CNC-1 parts=12i\nmachine,station=CNC-2 parts=8i",
        """CNC-1 {"production_count_good":12} CNC-2 {"production_count_good":8}""")]
    [InlineData("""{ "csv": { "header": true, "rows": "all" } }""", """{ "each": "$[*]", "station": "station", "production_complete_good": "good" }""", "station,good\nST10,5\nST20,7\n",
        """ST10 {"production_complete_good":5} ST20 {"production_complete_good":7}""")]
    [InlineData("\"xml\"", """{ "each": "$.r.m", "station": "['@id']", "electrical_kwh": "kwh" }""", "<r><m id='A'><kwh>1.5</kwh></m><m id='B'><kwh>2</kwh></m></r>",
        """A {"electrical_kwh":1.5} B {"electrical_kwh":2}""")]
    public void Every_format_that_holds_a_list_can_be_fanned_out(string format, string mapping, string payload, string published) =>
        Run(mapping, payload, format: format).Should().Be(published);

    [Fact]
    public void A_format_without_a_list_cannot() =>
        RuleFiles.Problems(RuleFiles.RuleJson("""{ "each": "$[*]", "station": "id", "rssi": "r" }""", "\"text\"")).Should().ContainMatch("*\"each\" needs a payload that holds a list*");

    private static string Run(string mapping, string payload, string more = "", string format = "\"json\"")
    {
        var output = new SignalBuffer();
        using var runner = new RuleRunner();
        var device = new DeviceContext("acme/press-1", "acme", null, System.Collections.Immutable.ImmutableDictionary<string, VariableValue>.Empty);
        return runner.Apply(RuleFiles.Mapping(mapping, format, more), new RuleInput { Device = device, Payload = Encoding.UTF8.GetBytes(payload) }, output) switch
        {
            RuleOutcome.Failed failed => failed.Fault.ToString(),
            RuleOutcome.Ignored => "ignored",
            _ => string.Join(' ', Enumerable.Range(0, output.Count).Select(i => output[i]).Select(entry => $"{entry.Station} {Encoding.UTF8.GetString(output.GetPayload(entry))}".TrimStart())),
        };
    }
}
