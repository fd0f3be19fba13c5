using Busroot.Transformer.NodeRed.Flows;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

/// <summary>What is told of nodes that are in no rule, and of properties that mean nothing in one.</summary>
public class OtherNodesTests
{
    private const string Pass = """{"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"x","pt":"msg","to":"1","tot":"num"}],"wires":[["o"]]}""";

    [Theory]
    [InlineData("status", "\"wires\":[[\"o\"]]", NodeVerdict.Cannot, "when a node shows a status")]
    [InlineData("complete", "\"scope\":[\"a\"],\"wires\":[[\"o\"]]", NodeVerdict.Cannot, "when a node is done")]
    [InlineData("status", "\"wires\":[[\"g\"]]", NodeVerdict.LeftOut, "leads to no mqtt out")]
    [InlineData("complete", "\"scope\":[],\"wires\":[]", NodeVerdict.LeftOut, "leads to no mqtt out")]
    [InlineData("catch", "\"scope\":[\"other\"],\"wires\":[[\"o\"]]", NodeVerdict.LeftOut, "gets no error of a rule's nodes")]
    [InlineData("inject", "\"crontab\":\"00 12 * * *\",\"repeat\":\"\",\"wires\":[[\"g\"]]", NodeVerdict.Cannot, "by a schedule")]
    [InlineData("inject", "\"repeat\":\"60\",\"wires\":[[\"g\"]]", NodeVerdict.Cannot, "by a schedule")]
    [InlineData("link out", "\"mode\":\"return\"", NodeVerdict.LeftOut, "no message of a rule reaches it")]
    public void What_starts_messages_of_itself_is_told(string type, string fields, NodeVerdict verdict, string reason)
    {
        using var flow = ImportedFlow.Of($$"""{{Pass}},{"id":"x","type":"{{type}}","z":"t",{{fields}}},{"id":"g","type":"debug","z":"t","wires":[]}""");

        flow.Finding("x").Verdict.Should().Be(verdict);
        flow.Finding("x").Reasons.Should().ContainSingle().Which.Should().Contain(reason);
    }

    [Fact]
    public void A_schedule_is_told_although_its_message_is_an_example()
    {
        using var flow = ImportedFlow.Of($$"""{{Pass}},{"id":"n","type":"inject","z":"t","props":[{"p":"payload"}],"payload":"{}","payloadType":"json","crontab":"*/5 * * * *","wires":[["a"]]}""");

        flow.Import.Rules.Single().Examples.Should().ContainSingle();
        flow.Finding("n").Should().Match<NodeFinding>(finding => finding.Verdict == NodeVerdict.RunsChanged && finding.Reasons.Single().Contains("its schedule is not run"));
    }

    [Theory]
    [InlineData("\"inputs\":1,\"topic\":\"\"")]
    [InlineData("\"inputs\":\"1\",\"topic\":\"busroot/v1/dau/acme/+\"")]
    public void A_dynamic_subscription_is_refused(string fields)
    {
        using var flow = ImportedFlow.OfFile($$"""[{"id":"t","type":"tab","label":"L"},{"id":"i","type":"mqtt in","z":"t",{{fields}},"wires":[["o"]]},{"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]""");

        flow.Import.Rules.Should().BeEmpty();
        flow.Finding("i").Should().Match<NodeFinding>(finding => finding.Verdict == NodeVerdict.Cannot && finding.Reasons.Single().Contains("what messages tell it"));
    }

    [Theory]
    [InlineData("msg.retain = true; return msg", "line 1: it sets retain")]
    [InlineData("var newMsg = {};\nnewMsg.qos = 0; return newMsg", "line 2: it sets qos")]
    [InlineData("return { payload: {}, retain: true }", "line 1: it sets retain")]
    [InlineData("msg.schema = {}; return msg", "line 1: it sets the schema")]
    [InlineData("\nif (msg.userProperties.x) return msg", "line 2: it uses msg.userProperties, a property of MQTT 5")]
    [InlineData("msg.payload.retain = 1; const o = { retain: 2 }; o.qos = 1; return msg", null)]
    [InlineData("if (msg.retain || msg.qos === 0) return msg", null)]
    public void Properties_of_messages_that_mean_nothing_in_a_rule_are_pointed_out(string body, string? reason)
    {
        using var flow = ImportedFlow.Of($$"""{"id":"a","type":"function","z":"t","func":{{System.Text.Json.JsonSerializer.Serialize(body)}},"outputs":1,"wires":[["o"]]}""");

        flow.Finding("a").Reasons.Should().HaveCount(reason is null ? 0 : 1);
        flow.Finding("a").Reasons.FirstOrDefault("").Should().StartWith(reason ?? "");
    }

    [Theory]
    [InlineData("""{"t":"set","p":"retain","pt":"msg","to":"true","tot":"bool"}""", "it sets retain")]
    [InlineData("""{"t":"set","p":"qos","pt":"msg","to":"1","tot":"num"}""", "it sets qos")]
    [InlineData("""{"t":"move","p":"payload.s","pt":"msg","to":"schema","tot":"msg"}""", "it sets the schema")]
    [InlineData("""{"t":"set","p":"payload.rssi","pt":"msg","to":"userProperties.rssi","tot":"msg"}""", "it uses msg.userProperties")]
    public void So_are_those_of_other_nodes(string rule, string reason)
    {
        using var flow = ImportedFlow.Of($$"""{"id":"a","type":"change","z":"t","rules":[{{rule}}],"wires":[["o"]]}""");

        flow.Finding("a").Should().Match<NodeFinding>(finding => finding.Verdict == NodeVerdict.RunsChanged && finding.Reasons.Single().StartsWith(reason));
    }

    [Fact]
    public void A_flow_that_could_be_a_mapping_tells_of_them_too()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"change","z":"t","rules":[{"t":"move","p":"payload","pt":"msg","to":"raw","tot":"msg"},{"t":"set","p":"payload","pt":"msg","to":"{}","tot":"json"},
              {"t":"set","p":"payload.rssi","pt":"msg","to":"raw.r","tot":"msg"},{"t":"set","p":"qos","pt":"msg","to":"0","tot":"num"}],"wires":[["o"]]}
            """);

        flow.Finding("a").Reasons.Should().ContainSingle().Which.Should().StartWith("it sets qos");
        flow.Run("""{"r":-60}""").Should().Equal("""{"rssi":-60}""");
    }

    [Theory]
    [InlineData("\"retain\":\"true\"", "signals are not retained")]
    [InlineData("\"respTopic\":\"answer\"", "properties of MQTT 5")]
    [InlineData("\"userProps\":\"{\\\"a\\\":1}\"", "properties of MQTT 5")]
    [InlineData("\"expiry\":\"60\"", "properties of MQTT 5")]
    [InlineData("\"qos\":\"0\",\"retain\":\"false\",\"respTopic\":\"\",\"contentType\":\"\",\"userProps\":\"\",\"correl\":\"\",\"expiry\":\"\"", null)]
    public void What_mqtt_out_cannot_do_with_signals_is_told(string fields, string? reason)
    {
        using var flow = ImportedFlow.OfFile($$"""
            [{"id":"t","type":"tab","label":"L"},{"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"json","wires":[["a"]]},
             {{Pass}},{"id":"o","type":"mqtt out","z":"t","topic":"",{{fields}},"wires":[]}]
            """);

        flow.Finding("o").Reasons.Should().HaveCount(reason is null ? 0 : 1);
        flow.Finding("o").Reasons.FirstOrDefault("").Should().StartWith(reason ?? "");
    }

    [Fact]
    public void The_timeout_of_a_function_is_told()
    {
        using var flow = ImportedFlow.Of("""{"id":"a","type":"function","z":"t","func":"return msg","outputs":1,"timeout":"2","wires":[["o"]]}""");

        flow.Finding("a").Reasons.Should().ContainSingle().Which.Should().StartWith("its timeout of 2 s is not used");
    }
}
