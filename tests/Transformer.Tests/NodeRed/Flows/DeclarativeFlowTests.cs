using System.Text.Json;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

public class DeclarativeFlowTests
{
    [Fact]
    public void A_flow_that_only_picks_values_becomes_a_mapping()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"json","z":"t","property":"payload","action":"obj","wires":[["b"]]},
            {"id":"b","type":"change","z":"t","rules":[
              {"t":"move","p":"payload","pt":"msg","to":"raw","tot":"msg"},
              {"t":"set","p":"payload","pt":"msg","to":"{}","tot":"json"},
              {"t":"set","p":"payload.production_complete_good","pt":"msg","to":"raw.counts[0].good","tot":"msg"},
              {"t":"set","p":"payload.electrical_kwh","pt":"msg","to":"raw[\"energy kWh\"]","tot":"msg"},
              {"t":"set","p":"payload.productive","pt":"msg","to":"1","tot":"num"},
              {"t":"delete","p":"raw","pt":"msg"},
              {"t":"set","p":"topic","pt":"msg","to":"","tot":"str"}],"wires":[["c","g"]]},
            {"id":"c","type":"range","z":"t","property":"payload.electrical_kwh","minin":"0","maxin":"1000","minout":"0","maxout":"1","action":"scale","round":false,"wires":[["o"]]},
            {"id":"g","type":"debug","z":"t","wires":[]}
            """, datatype: "utf8");

        using var rule = JsonDocument.Parse(flow.Code("rule.json"));
        rule.RootElement.GetProperty("kind").GetString().Should().Be("mapping");
        rule.RootElement.GetProperty("mapping").GetProperty("production_complete_good").GetString().Should().Be("counts[0].good");
        flow.Run("""{"counts":[{"good":4}],"energy kWh":12500}""", "{}").Should().Equal(
            """{"production_complete_good":4,"productive":1,"electrical_kwh":12.5}""",
            """{"productive":1}""");
    }

    [Theory]
    [InlineData("""{"t":"set","p":"payload.rssi","pt":"msg","to":"payload.r","tot":"msg"}""")] // the rest of the payload stays in it
    [InlineData("""{"t":"move","p":"payload.r","pt":"msg","to":"payload.rssi","tot":"msg"}""")]
    [InlineData("""{"t":"set","p":"payload","pt":"msg","to":"{\"rssi\":-60}","tot":"json"}""")]
    public void A_flow_that_changes_its_payload_stays_code(string change)
    {
        using var flow = ImportedFlow.Of($$"""{"id":"a","type":"change","z":"t","rules":[{{change}}],"wires":[["o"]]}""");

        flow.Code("rule.json").Should().Contain("\"kind\": \"script\"");
        flow.Run("""{"r":-60}""").Should().Equal("""{"rssi":-60}""");
    }
}
