namespace Busroot.Transformer.Tests.NodeRed.Flows;

public class SwitchNodeTests
{
    [Theory]
    [InlineData("""{"t":"eq","v":"5","vt":"num"}""", "5", true)]
    [InlineData("""{"t":"eq","v":"5"}""", "\"5\"", true)] // loosely, as == is
    [InlineData("""{"t":"eq","v":"on"}""", "\"on\"", true)]
    [InlineData("""{"t":"neq","v":"5","vt":"num"}""", "6", true)]
    [InlineData("""{"t":"lt","v":"5","vt":"num"}""", "5", false)]
    [InlineData("""{"t":"lte","v":"5","vt":"num"}""", "5", true)]
    [InlineData("""{"t":"gt","v":"5","vt":"num"}""", "5", false)]
    [InlineData("""{"t":"gte","v":"5","vt":"num"}""", "\"7\"", true)]
    [InlineData("""{"t":"btwn","v":"9","vt":"num","v2":"1","v2t":"num"}""", "5", true)]
    [InlineData("""{"t":"btwn","v":"1","vt":"num","v2":"4","v2t":"num"}""", "5", false)]
    [InlineData("""{"t":"cont","v":"ell","vt":"str"}""", "\"hello\"", true)]
    [InlineData("""{"t":"regex","v":"^H","vt":"str","case":true}""", "\"hello\"", true)]
    [InlineData("""{"t":"regex","v":"^H","vt":"str","case":false}""", "\"hello\"", false)]
    [InlineData("""{"t":"true"}""", "true", true)]
    [InlineData("""{"t":"true"}""", "1", false)]
    [InlineData("""{"t":"false"}""", "false", true)]
    [InlineData("""{"t":"null"}""", "null", true)]
    [InlineData("""{"t":"nnull"}""", "0", true)]
    [InlineData("""{"t":"empty"}""", "[]", true)]
    [InlineData("""{"t":"empty"}""", "0", false)]
    [InlineData("""{"t":"nempty"}""", "{\"a\":1}", true)]
    [InlineData("""{"t":"nempty"}""", "0", false)]
    [InlineData("""{"t":"istype","v":"array","vt":"array"}""", "[1]", true)]
    [InlineData("""{"t":"istype","v":"number","vt":"number"}""", "1", true)]
    [InlineData("""{"t":"istype","v":"object","vt":"object"}""", "[1]", false)]
    [InlineData("""{"t":"istype","v":"json","vt":"json"}""", "\"[1]\"", true)]
    [InlineData("""{"t":"istype","v":"null","vt":"null"}""", "null", true)]
    [InlineData("""{"t":"hask","v":"a","vt":"str"}""", "{\"a\":1}", true)]
    [InlineData("""{"t":"hask","v":"a","vt":"str"}""", "null", false)]
    [InlineData("""{"t":"eq","v":"topic","vt":"msg"}""", "\"busroot/v1/dau/acme/press-1\"", true)]
    public void A_rule_lets_through_what_Node_RED_lets_through(string rule, string payload, bool passes)
    {
        using var flow = ImportedFlow.OfNode("switch", $$"""
            "property":"payload","propertyType":"msg","checkall":"true","rules":[{{rule}}],"outputs":1
            """);

        flow.Given(payload).Should().Equal(passes ? payload.Replace(" ", "", StringComparison.Ordinal) : "");
    }

    [Theory]
    [InlineData("true", "12", "-1 -2")]
    [InlineData("true", "3", "-1")]
    [InlineData("true", "0", "-3")]
    [InlineData("false", "12", "-1")]
    [InlineData("false", "0", "-3")]
    public void Each_rule_has_its_output(string checkAll, string payload, string expected)
    {
        using var flow = ImportedFlow.Of($$"""
            {"id":"a","type":"switch","z":"t","property":"payload","propertyType":"msg","checkall":"{{checkAll}}","rules":[{"t":"gt","v":"1","vt":"num"},{"t":"gt","v":"9","vt":"num"},{"t":"else"}],"outputs":3,"wires":[["x"],["y"],["z"]]},
            {"id":"x","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"{\"rssi\":-1}","tot":"json"}],"wires":[["o"]]},
            {"id":"y","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"{\"rssi\":-2}","tot":"json"}],"wires":[["o"]]},
            {"id":"z","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"{\"rssi\":-3}","tot":"json"}],"wires":[["o"]]}
            """);

        flow.Run(payload)[0].Should().Be(string.Join(' ', expected.Split(' ').Select(rssi => $$"""{"rssi":{{rssi}}}""")));
    }

    [Fact]
    public void The_previous_value_is_kept_with_the_device()
    {
        using var flow = ImportedFlow.OfNode("switch", """
            "property":"payload","propertyType":"msg","checkall":"true","rules":[{"t":"gt","v":"","vt":"prev"}],"outputs":1
            """);

        flow.Given("1", "2", "2", "3").Should().Equal("1", "2", "", "3");
    }

    [Theory]
    [InlineData("""{"t":"head","v":"2","vt":"num"}""", "1 2")]
    [InlineData("""{"t":"tail","v":"1","vt":"num"}""", "4")]
    [InlineData("""{"t":"index","v":"1","vt":"num","v2":"2","v2t":"num"}""", "2 3")]
    public void A_part_of_a_sequence_is_let_through_by_its_place(string rule, string expected)
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"split","z":"t","arraySplt":1,"wires":[["w"]]},
            {"id":"w","type":"switch","z":"t","property":"payload","propertyType":"msg","checkall":"true","rules":[{{rule}}],"wires":[["s"]]}
            """);

        flow.Given("[1,2,3,4]").Should().Equal(expected);
    }

    [Fact]
    public void A_place_in_a_sequence_is_asked_only_of_parts()
    {
        using var flow = ImportedFlow.OfNode("switch", """
            "property":"payload","rules":[{"t":"head","v":"2","vt":"num"}]
            """);

        flow.Given("1")[0].Should().StartWith("failed");
    }

    [Fact]
    public void Sequences_are_not_repaired()
    {
        using var flow = ImportedFlow.OfNodes("""
            {"id":"a","type":"split","z":"t","arraySplt":1,"wires":[["w"]]},
            {"id":"w","type":"switch","z":"t","property":"payload","checkall":"true","repair":true,"rules":[{"t":"gt","v":"2","vt":"num"}],"wires":[["m"]]},
            {"id":"m","type":"template","z":"t","field":"payload","template":"{{payload}}:{{parts.index}}/{{parts.count}}","wires":[["s"]]}
            """);

        flow.Finding("w").Should().Match<Busroot.Transformer.NodeRed.Flows.NodeFinding>(finding => finding.Verdict == Busroot.Transformer.NodeRed.Flows.NodeVerdict.RunsChanged && finding.Reasons.Single().Contains("renumber"));
        flow.Given("[1,2,3]").Should().Equal("\"3:2/3\"");
    }

    [Fact]
    public void A_rule_with_JSONata_cannot_run()
    {
        using var flow = ImportedFlow.OfNode("switch", """
            "property":"payload","propertyType":"msg","rules":[{"t":"jsonata_exp","v":"payload > 1","vt":"jsonata"}],"outputs":1
            """);

        flow.Finding("a").Verdict.Should().Be(Busroot.Transformer.NodeRed.Flows.NodeVerdict.Cannot);
    }
}
