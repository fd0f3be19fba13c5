using Busroot.Transformer.NodeRed.Flows;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

/// <summary>Calls by link.</summary>
public class LinkNodesTests
{
    private const string Halve = """
        {"id":"li","type":"link in","z":"t","links":[],"wires":[["r"]]},
        {"id":"r","type":"range","z":"t","minin":"0","maxin":"2","minout":"0","maxout":"1","action":"scale","round":false,"property":"payload","wires":[["lo"]]},
        {"id":"lo","type":"link out","z":"t","mode":"return","links":[],"wires":[]}
        """;

    [Fact]
    public void A_call_comes_back_to_where_it_was_made()
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"switch","z":"t","property":"payload","rules":[{"t":"gte","v":"100","vt":"num"},{"t":"else"}],"checkall":"true","wires":[["c1"],["c2"]]},
            {"id":"c1","type":"link call","z":"t","links":["li"],"linkType":"static","timeout":"30","wires":[["c3"]]},
            {"id":"c2","type":"link call","z":"t","links":["li"],"timeout":"30","wires":[["s"]]},
            {"id":"c3","type":"link call","z":"t","links":"li","wires":[["s"]]},
            {{Halve}},{"id":"end","type":"comment","z":"t","wires":[["s"]]},
            {"id":"last","type":"junction","z":"t","wires":[["s"]]}
            """);

        flow.Given("400", "10").Should().Equal("100", "5");
        foreach (var id in new[] { "c1", "c2", "c3", "li", "lo" })
        {
            flow.Finding(id).Verdict.Should().Be(NodeVerdict.Runs, id);
        }
    }

    [Fact]
    public void A_call_may_be_made_within_a_call()
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"link call","z":"t","links":["outer"],"wires":[["x"]]},
            {"id":"outer","type":"link in","z":"t","wires":[["inner"]]},
            {"id":"inner","type":"link call","z":"t","links":["li"],"wires":[["r2"]]},
            {"id":"r2","type":"range","z":"t","minin":"0","maxin":"1","minout":"0","maxout":"-1","action":"scale","round":false,"property":"payload","wires":[["lo2"]]},
            {"id":"lo2","type":"link out","z":"t","mode":"return","wires":[]},
            {{Halve}},
            {"id":"x","type":"switch","z":"t","property":"_linkSource","rules":[{"t":"null"}],"wires":[["s"]]}
            """);

        flow.Given("8").Should().Equal("-4");
    }

    [Fact]
    public void Functions_may_be_called()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"link call","z":"t","links":["li"],"wires":[["o"]]},
            {"id":"li","type":"link in","z":"t","wires":[["f"]]},
            {"id":"f","type":"function","z":"t","func":"await null; msg.payload = { rssi: -msg.payload }; return msg","outputs":1,"wires":[["lo"]]},
            {"id":"lo","type":"link out","z":"t","mode":"return","wires":[]}
            """);

        flow.Run("60").Should().Equal("""{"rssi":-60}""");
    }

    [Theory]
    [InlineData("\"links\":[],\"linkType\":\"dynamic\"", "what a message names")]
    [InlineData("\"links\":[\"gone\"]", "nothing behind the link in")]
    [InlineData("\"links\":[]", "nothing behind the link in")]
    public void A_call_of_nobody_knows_whom_is_refused(string fields, string reason)
    {
        using var flow = ImportedFlow.OfNode("link call", fields);

        flow.Finding("a").Verdict.Should().Be(NodeVerdict.Cannot);
        flow.Finding("a").Reasons.Should().Contain(text => text.Contains(reason));
    }

    [Fact]
    public void A_call_that_nobody_answers_is_told()
    {
        using var flow = ImportedFlow.OfNodes("""
            {"id":"a","type":"link call","z":"t","links":["li"],"wires":[["s"]]},
            {"id":"li","type":"link in","z":"t","wires":[["s"]]}
            """);

        flow.Finding("a").Should().Match<NodeFinding>(finding => finding.Verdict == NodeVerdict.RunsChanged && finding.Reasons.Single().StartsWith("nothing returns to it"));
        flow.Given("1").Should().Equal("1");
    }

    [Fact]
    public void A_return_without_a_call_ends_the_message()
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"switch","z":"t","property":"payload","rules":[{"t":"gt","v":"0","vt":"num"},{"t":"else"}],"wires":[["r"],["s"]]},
            {{Halve}},{"id":"last","type":"junction","z":"t","wires":[["s"]]}
            """);

        flow.Given("2", "-2").Should().Equal("", "-2");
    }
}
