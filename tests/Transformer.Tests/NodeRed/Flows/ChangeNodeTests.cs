namespace Busroot.Transformer.Tests.NodeRed.Flows;

public class ChangeNodeTests
{
    [Theory]
    [InlineData("""{"t":"set","p":"payload","pt":"msg","to":"7","tot":"num"}""", "7")]
    [InlineData("""{"t":"set","p":"payload","pt":"msg","to":"7","tot":"str"}""", "\"7\"")]
    [InlineData("""{"t":"set","p":"payload","pt":"msg","to":"TRUE","tot":"bool"}""", "true")]
    [InlineData("""{"t":"set","p":"payload","pt":"msg","to":"{\"x\":[1]}","tot":"json"}""", """{"x":[1]}""")]
    [InlineData("""{"t":"set","p":"payload","pt":"msg","to":"","tot":"date"}""", "1795334400000")]
    [InlineData("""{"t":"set","p":"payload","pt":"msg","to":"payload.a.b","tot":"msg"}""", "1")]
    [InlineData("""{"t":"set","p":"payload","to":"msg.payload.a.b"}""", "1")] // as older editors saved it
    [InlineData("""{"t":"set","p":"payload.new.list[1]","pt":"msg","to":"9","tot":"num"}""", """{"a":{"b":1},"s":"a-b-a","new":{"list":[null,9]}}""")]
    [InlineData("""{"t":"set","p":"payload.s.x","pt":"msg","to":"9","tot":"num"}""", """{"a":{"b":1},"s":"a-b-a"}""")] // a text is in the way
    [InlineData("""{"t":"set","p":"payload","pt":"msg","to":"payload.no.such","tot":"msg"}""", """{"a":{"b":1},"s":"a-b-a"}""")] // what cannot be read is passed over
    [InlineData("""{"t":"delete","p":"payload.a","pt":"msg"}""", """{"s":"a-b-a"}""")]
    [InlineData("""{"t":"move","p":"payload.a.b","pt":"msg","to":"payload.c","tot":"msg"}""", """{"a":{},"s":"a-b-a","c":1}""")]
    [InlineData("""{"t":"move","p":"payload.a","pt":"msg","to":"payload","tot":"msg"}""", """{"b":1}""")]
    [InlineData("""{"t":"change","p":"payload.s","pt":"msg","from":"a","fromt":"str","to":"x","tot":"str"}""", """{"a":{"b":1},"s":"x-b-x"}""")]
    [InlineData("""{"t":"change","p":"payload.s","pt":"msg","from":"a-b-a","fromt":"str","to":"5","tot":"num"}""", """{"a":{"b":1},"s":5}""")]
    [InlineData("""{"t":"change","p":"payload.s","pt":"msg","from":"[ab]-","fromt":"re","to":"","tot":"str"}""", """{"a":{"b":1},"s":"a"}""")]
    [InlineData("""{"t":"change","p":"payload.a.b","pt":"msg","from":"1","fromt":"num","to":"2","tot":"num"}""", """{"a":{"b":2},"s":"a-b-a"}""")]
    [InlineData("""{"t":"change","p":"payload.a.b","pt":"msg","from":"1","fromt":"str","to":"2","tot":"num"}""", """{"a":{"b":1},"s":"a-b-a"}""")]
    public void A_rule_does_what_it_does_in_Node_RED(string rule, string expected)
    {
        using var flow = ImportedFlow.OfNode("change", $$"""
            "rules":[{{rule}}]
            """);

        flow.Given("""{"a":{"b":1},"s":"a-b-a"}""").Should().Equal(expected);
    }

    [Theory]
    [InlineData("false", "[9]")]
    [InlineData("true", "[1]")]
    public void A_deep_copy_is_a_value_of_its_own(string copies, string expected)
    {
        using var flow = ImportedFlow.OfNode("change", $$"""
            "rules":[{"t":"set","p":"b","pt":"msg","to":"payload.a","tot":"msg","dc":{{copies}}},{"t":"set","p":"payload.a[0]","pt":"msg","to":"9","tot":"num"},{"t":"set","p":"payload","pt":"msg","to":"b","tot":"msg"}]
            """);

        flow.Given("""{"a":[1]}""").Should().Equal(expected);
    }

    [Fact]
    public void Bytes_are_a_buffer()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"[1,255]","tot":"bin"}],"wires":[["f"]]},
            {"id":"f","type":"function","z":"t","func":"return { payload: { production_count_good: msg.payload.readUInt16BE(0) } }","outputs":1,"wires":[["o"]]}
            """);

        flow.Run("1").Should().Equal("""{"production_count_good":511}""");
    }

    [Fact]
    public void Bytes_are_an_array_of_them_where_there_is_no_buffer()
    {
        using var flow = ImportedFlow.OfNode("change", """
            "rules":[{"t":"set","p":"bytes","pt":"msg","to":"[1,255]","tot":"bin"},{"t":"set","p":"payload","pt":"msg","to":"bytes[1]","tot":"msg"}]
            """);

        flow.Given("1").Should().Equal("255");
    }

    [Theory]
    [InlineData("\"ON\"", "true")]
    [InlineData("\"ON ON\"", "\"true true\"")]
    public void A_text_that_becomes_a_boolean_is_one(string payload, string expected)
    {
        using var flow = ImportedFlow.OfNode("change", """
            "rules":[{"t":"change","p":"payload","pt":"msg","from":"O.","fromt":"re","to":"true","tot":"bool"}]
            """);

        flow.Given(payload).Should().Equal(expected);
    }

    [Fact]
    public void Values_of_groups_come_before_those_of_the_tab()
    {
        using var flow = ImportedFlow.OfFile("""
            [{"id":"t","type":"tab","label":"L","env":[{"name":"A","value":"-1","type":"num"},{"name":"B","value":"-2","type":"num"},{"name":"C","value":"-3","type":"num"}]},
             {"id":"g","type":"group","z":"t","nodes":["h"],"env":[{"name":"A","value":"-10","type":"num"},{"name":"B","value":"-20","type":"num"}]},
             {"id":"h","type":"group","z":"t","g":"g","nodes":["a"],"env":[{"name":"A","value":"-100","type":"num"}]},
             {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"json","wires":[["a"]]},
             {"id":"a","type":"change","z":"t","g":"h","rules":[{"t":"set","p":"payload.a","pt":"msg","to":"A","tot":"env"},{"t":"set","p":"payload.b","pt":"msg","to":"B","tot":"env"},{"t":"set","p":"payload.c","pt":"msg","to":"C","tot":"env"}],"wires":[["f"]]},
             {"id":"f","type":"function","z":"t","g":"g","func":"return { payload: { rssi: msg.payload.a + msg.payload.b + msg.payload.c + env.get('A') } }","outputs":1,"wires":[["o"]]},
             {"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]
            """);

        flow.Run("{}").Should().Equal("""{"rssi":-133}""");
    }

    [Fact]
    public void Flow_and_global_context_is_kept_with_the_device()
    {
        using var flow = ImportedFlow.OfNode("change", """
            "rules":[{"t":"set","p":"last","pt":"flow","to":"payload","tot":"msg"},{"t":"set","p":"payload","pt":"msg","to":"before","tot":"flow"},{"t":"set","p":"before","pt":"flow","to":"last","tot":"flow"},{"t":"set","p":"#:(disk)::deep.count","pt":"global","to":"1","tot":"num"}]
            """);

        flow.Given("1", "2", "3").Should().Equal("null", "1", "2");
        flow.Finding("a").Reasons.Should().ContainSingle().Which.Should().Contain("context store");
    }

    [Fact]
    public void A_node_saved_before_there_were_lists_of_rules_is_read()
    {
        using var flow = ImportedFlow.OfNode("change", "\"action\":\"replace\",\"property\":\"payload\",\"from\":\"\",\"to\":\"msg.payload.x\",\"reg\":false");

        flow.Given("""{"x":4}""").Should().Equal("4");
    }

    [Theory]
    [InlineData("""{"t":"set","p":"payload","pt":"msg","to":"payload.x*2","tot":"jsonata"}""", "JSONata")]
    [InlineData("""{"t":"set","p":"payload","pt":"msg","to":"HOME","tot":"env"}""", "HOME")]
    [InlineData("""{"t":"set","p":"payload[","pt":"msg","to":"1","tot":"num"}""", "property expression")]
    [InlineData("""{"t":"set","p":"payload","pt":"msg","to":"{","tot":"json"}""", "not valid JSON")]
    [InlineData("""{"t":"swap","p":"payload","pt":"msg"}""", "unknown kind")]
    public void What_a_rule_cannot_do_is_said(string rule, string reason)
    {
        using var flow = ImportedFlow.OfNode("change", $$"""
            "rules":[{{rule}}]
            """);

        flow.Finding("a").Verdict.Should().Be(Busroot.Transformer.NodeRed.Flows.NodeVerdict.Cannot);
        flow.Finding("a").Reasons.Should().ContainSingle().Which.Should().Contain(reason);
        flow.Run("1").Should().Equal("nothing");
    }

    [Fact]
    public void Values_of_the_environment_come_from_the_tab()
    {
        using var flow = ImportedFlow.OfFile("""
            [{"id":"t","type":"tab","label":"L","env":[{"name":"LIMIT","value":"-70","type":"num"},{"name":"SECRET","value":"hidden","type":"cred"}]},
             {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"json","wires":[["a"]]},
             {"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"payload.rssi","pt":"msg","to":"LIMIT","tot":"env"}],"wires":[["o"]]},
             {"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]
            """);

        flow.Run("{}").Should().Equal("""{"rssi":-70}""");
        flow.Code().Should().NotContain("hidden");
    }
}
