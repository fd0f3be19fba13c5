namespace Busroot.Transformer.Tests.NodeRed.Flows;

/// <summary>The nodes split, join, rbe (filter) and range, and what of the others cannot run.</summary>
public class SequenceNodesTests
{
    [Theory]
    [InlineData("\"splt\":\"\\\\n\",\"spltType\":\"str\"", "\"a\\nb\"", "\"a\" \"b\"")]
    [InlineData("\"splt\":\"2\",\"spltType\":\"len\"", "\"abcde\"", "\"ab\" \"cd\" \"e\"")]
    [InlineData("\"arraySplt\":1,\"arraySpltType\":\"len\"", "[1,2]", "1 2")]
    [InlineData("\"arraySplt\":2,\"arraySpltType\":\"len\"", "[1,2,3]", "[1,2] [3]")]
    [InlineData("\"splt\":\"\"", "{\"a\":1,\"b\":2}", "1 2")]
    [InlineData("\"splt\":\"\"", "5", "")]
    public void Split_sends_the_parts(string fields, string payload, string expected)
    {
        using var flow = ImportedFlow.OfNode("split", fields);

        flow.Given(payload).Should().Equal(expected);
    }

    [Theory]
    [InlineData("[1,2,3]", "[1,2,3]")]
    [InlineData("{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2}")]
    [InlineData("\"a\\nb\"", "\"a\\nb\"")]
    public void Join_puts_together_what_split_took_apart(string payload, string expected)
    {
        using var flow = ImportedFlow.OfNodes("""
            {"id":"a","type":"split","z":"t","splt":"\\n","spltType":"str","arraySplt":1,"wires":[["j"]]},
            {"id":"j","type":"join","z":"t","mode":"auto","wires":[["s"]]}
            """);

        flow.Given(payload, payload).Should().Equal(expected, expected);
    }

    [Fact]
    public void Join_waits_for_as_many_as_it_is_told()
    {
        using var flow = ImportedFlow.OfNode("join", "\"mode\":\"custom\",\"build\":\"array\",\"property\":\"payload\",\"propertyType\":\"msg\",\"count\":\"3\"");

        flow.Given("1", "2", "3", "4").Should().Equal("", "", "[1,2,3]", "");
    }

    [Theory]
    [InlineData("[{\"v\":1},{\"v\":2}]", "[1,2]")]
    public void Join_puts_what_it_joins_where_it_took_it_from(string payload, string expected)
    {
        using var flow = ImportedFlow.OfNodes("""
            {"id":"a","type":"split","z":"t","arraySplt":1,"wires":[["j"]]},
            {"id":"j","type":"join","z":"t","mode":"custom","build":"array","property":"payload.v","propertyType":"msg","count":"","wires":[["c"]]},
            {"id":"c","type":"change","z":"t","rules":[{"t":"move","p":"payload.v","pt":"msg","to":"payload","tot":"msg"}],"wires":[["s"]]}
            """);

        flow.Given(payload, payload).Should().Equal(expected, expected);
    }

    [Theory]
    [InlineData("\"joiner\":\", \"", "\"a, 5, c\"")]
    [InlineData("\"joiner\":\"\\\\n\"", "\"a\\n5\\nc\"")]
    [InlineData("\"joiner\":\"\"", "\"a5c\"")]
    public void Join_makes_one_text(string joiner, string expected)
    {
        using var flow = ImportedFlow.OfNode("join", $"\"mode\":\"custom\",\"build\":\"string\",\"property\":\"payload\",\"count\":\"3\",\"joinerType\":\"str\",{joiner}");

        flow.Given("\"a\"", "5", "\"c\"").Should().Equal("", "", expected);
    }

    [Fact]
    public void Join_that_accumulates_sends_all_it_has_from_then_on()
    {
        using var flow = ImportedFlow.OfNode("join", "\"mode\":\"custom\",\"build\":\"object\",\"property\":\"payload.v\",\"key\":\"payload.k\",\"count\":\"2\",\"accumulate\":true");

        flow.Given("""{"k":"a","v":1}""", """{"k":"b","v":2}""", """{"k":"a","v":3}""").Should().Equal("", """{"k":"b","v":{"a":1,"b":2}}""", """{"k":"a","v":{"a":3,"b":2}}""");
    }

    [Theory]
    [InlineData("complete", "1 2 c", "||[1,2,\"c\"]")]
    [InlineData("reset", "1 r 2 3 4", "||||[2,3,4]")]
    public void A_message_ends_a_group_or_empties_it(string property, string payloads, string expected)
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"switch","z":"t","property":"payload","rules":[{"t":"eq","v":"{{property[0]}}","vt":"str"},{"t":"else"}],"checkall":"true","wires":[["c"],["j"]]},
            {"id":"c","type":"change","z":"t","rules":[{"t":"set","p":"{{property}}","pt":"msg","to":"true","tot":"bool"}],"wires":[["j"]]},
            {"id":"j","type":"join","z":"t","mode":"custom","build":"array","property":"payload","count":"3","wires":[["s"]]}
            """);

        string.Join('|', flow.Given([.. payloads.Split(' ').Select(payload => char.IsDigit(payload[0]) ? payload : $"\"{payload}\"")])).Should().Be(expected);
    }

    [Fact]
    public void Join_sends_what_it_has_when_its_time_is_over()
    {
        using var flow = ImportedFlow.OfNode("join", "\"mode\":\"custom\",\"build\":\"array\",\"property\":\"payload\",\"count\":\"3\",\"timeout\":\"10\"");

        flow.Given("1", "2").Should().Equal("", "");
        flow.GivenIn(9).Should().BeEmpty();
        flow.GivenIn(1).Should().Equal("[1,2]");
        flow.Given("3", "4", "5", "6").Should().Equal("", "", "[3,4,5]", "");
        flow.GivenIn(20).Should().Equal("[6]");
        flow.Finding("a").Verdict.Should().Be(Busroot.Transformer.NodeRed.Flows.NodeVerdict.Runs);
    }

    [Fact]
    public void What_join_has_survives_a_restart()
    {
        using var flow = ImportedFlow.OfNode("join", "\"mode\":\"custom\",\"build\":\"array\",\"property\":\"payload\",\"count\":\"3\",\"timeout\":\"10\"");

        flow.Given("1");
        flow.Restart();
        flow.Given("2").Should().Equal("");
        flow.GivenIn(10).Should().Equal("[1,2]");
    }

    [Fact]
    public void Split_names_the_key_of_each_part()
    {
        using var flow = ImportedFlow.OfNodes("""
            {"id":"a","type":"split","z":"t","splt":"","addname":"topic2","wires":[["c"]]},
            {"id":"c","type":"template","z":"t","field":"payload","template":"{{topic2}}={{payload}} {{parts.index}}/{{parts.count}}","wires":[["s"]]}
            """);

        flow.Given("""{"a":1,"b":2}""").Should().Equal("\"a=1 0/2\" \"b=2 1/2\"");
    }

    [Fact]
    public void Join_by_key_takes_the_latest_of_each_key()
    {
        using var flow = ImportedFlow.OfNode("join", "\"mode\":\"custom\",\"build\":\"object\",\"property\":\"payload.v\",\"propertyType\":\"msg\",\"key\":\"payload.k\",\"count\":\"2\"");

        flow.Given("""{"k":"a","v":1}""", """{"k":"a","v":2}""", """{"k":"b","v":3}""").Should().Equal("", "", """{"k":"b","v":{"a":2,"b":3}}""");
    }

    [Fact]
    public void Join_merges_objects()
    {
        using var flow = ImportedFlow.OfNode("join", "\"mode\":\"custom\",\"build\":\"merged\",\"property\":\"payload\",\"propertyType\":\"msg\",\"count\":\"2\"");

        flow.Given("""{"a":1}""", "5", """{"b":2}""").Should().Equal("", "", """{"a":1,"b":2}""");
    }

    [Theory]
    [InlineData("\"func\":\"rbe\"", "1 1 2 2 1", "1||2||1")]
    [InlineData("\"func\":\"rbei\"", "1 1 2", "||2")]
    [InlineData("\"func\":\"deadband\",\"gap\":\"5\"", "10 12 15 16 20", "10|||16|")]
    [InlineData("\"func\":\"deadbandEq\",\"gap\":\"5\"", "10 12 15 16 20", "10||15||20")]
    [InlineData("\"func\":\"deadband\",\"gap\":\"10%\"", "100 105 111 120", "100||111|")]
    [InlineData("\"func\":\"deadband\",\"gap\":\"5\",\"inout\":\"in\"", "10 14 18 30", "10|||30")]
    [InlineData("\"func\":\"narrowband\",\"gap\":\"5\"", "10 12 30 16", "10|12||16")]
    [InlineData("\"func\":\"narrowbandEq\",\"gap\":\"5\",\"start\":\"10\"", "14 19 23", "14||")]
    public void Filter_lets_changes_through(string fields, string payloads, string expected)
    {
        using var flow = ImportedFlow.OfNode("rbe", fields);

        string.Join('|', flow.Given(payloads.Split(' '))).Should().Be(expected);
    }

    [Theory]
    [InlineData("", "a1 b1 a1 b2 a2", "a1|b1||b2|a2")] // each topic by itself
    [InlineData("\"septopics\":true,", "a1 b1 a1", "a1|b1|")]
    [InlineData("\"septopics\":false,", "a1 b1 b2 a2 a1", "a1||b2||a1")]
    [InlineData("\"topi\":\"none\",", "a1 b1 b2", "a1||b2")] // by what no message has: as without topics
    public void Filter_looks_at_each_topic_by_itself(string fields, string payloads, string expected)
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"topic","pt":"msg","to":"payload[0]","tot":"msg"}],"wires":[["r"]]},
            {"id":"r","type":"rbe","z":"t","func":"rbe",{{fields}}"property":"payload[1]","wires":[["c"]]},
            {"id":"c","type":"change","z":"t","rules":[{"t":"delete","p":"topic","pt":"msg"}],"wires":[["s"]]}
            """);

        var given = flow.Given([.. payloads.Split(' ').Select(payload => $"[\"{payload[0]}\",{payload[1]}]")]);
        string.Join('|', given.Select(one => one.Length == 0 ? "" : $"{one[2]}{one[5]}")).Should().Be(expected);
    }

    [Fact]
    public void Filter_may_find_its_topic_elsewhere()
    {
        using var flow = ImportedFlow.OfNode("rbe", "\"func\":\"deadband\",\"gap\":\"1\",\"septopics\":true,\"topi\":\"payload.id\",\"property\":\"payload.v\"");

        flow.Given("""{"id":"a","v":1}""", """{"id":"b","v":1}""", """{"id":"a","v":1}""").Should().Equal("""{"id":"a","v":1}""", """{"id":"b","v":1}""", "");
    }

    [Theory]
    [InlineData(true, "")] // only the topic of the reset is forgotten
    [InlineData(false, "2")]
    public void Filter_forgets_at_a_reset(bool byTopic, string expected)
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"function","z":"t","func":"msg.topic = msg.payload.t; if (msg.payload.reset) msg.reset = true; msg.payload = msg.payload.v; return msg","outputs":1,"wires":[["r"]]},
            {"id":"r","type":"rbe","z":"t","func":"rbe","septopics":{{(byTopic ? "true" : "false")}},"property":"payload","wires":[["c"]]},
            {"id":"c","type":"change","z":"t","rules":[{"t":"delete","p":"topic","pt":"msg"}],"wires":[["s"]]}
            """);

        flow.Given("""{"t":"a","v":1}""", """{"t":"a","v":1,"reset":true}""", """{"t":"b","v":2}""").Should().Equal("1", "1", "2");
        flow.Given("""{"t":"a","reset":true}""", """{"t":"b","v":2}""").Should().Equal("", expected);
    }

    [Theory]
    [InlineData("scale", false, "5", "50")]
    [InlineData("scale", false, "15", "150")]
    [InlineData("clamp", false, "15", "100")]
    [InlineData("roll", false, "13", "30")]
    [InlineData("drop", false, "15", "")]
    [InlineData("scale", true, "\"0.26\"", "3")]
    [InlineData("scale", false, "\"x\"", "")]
    public void Range_scales(string action, bool round, string payload, string expected)
    {
        using var flow = ImportedFlow.OfNode("range", $"\"minin\":\"0\",\"maxin\":\"10\",\"minout\":\"0\",\"maxout\":\"100\",\"action\":\"{action}\",\"round\":{(round ? "true" : "false")},\"property\":\"payload\"");

        flow.Given(payload).Should().Equal(expected);
    }

    [Fact]
    public void Range_passes_on_what_has_no_such_property()
    {
        using var flow = ImportedFlow.OfNode("range", "\"minin\":\"0\",\"maxin\":\"10\",\"minout\":\"0\",\"maxout\":\"100\",\"action\":\"scale\",\"round\":false,\"property\":\"payload.x\"");

        flow.Given("""{"y":1}""", """{"x":1}""").Should().Equal("""{"y":1}""", """{"x":10}""");
    }

    [Fact]
    public void Range_upside_down_is_turned_round()
    {
        using var flow = ImportedFlow.OfNode("range", "\"minin\":\"10\",\"maxin\":\"0\",\"minout\":\"0\",\"maxout\":\"100\",\"action\":\"clamp\",\"round\":false");

        flow.Given("2", "12").Should().Equal("80", "0");
    }

    [Theory]
    [InlineData("delay", "\"pauseType\":\"later\"", "not known, \"later\"")]
    [InlineData("delay", "\"pauseType\":\"burst\",\"rate\":\"1001\"", "more than 1000 messages")]
    [InlineData("trigger", "\"op1\":\"{{> part}}\",\"op1type\":\"str\"", "a partial")]
    [InlineData("trigger", "\"op2\":\"$now()\",\"op2type\":\"jsonata\"", "JSONata")]
    [InlineData("join", "\"mode\":\"reduce\"", "JSONata")]
    [InlineData("split", "\"stream\":true", "stream")]
    [InlineData("ui_gauge", "\"x\":1", "not known")]
    public void What_needs_more_than_a_reading_cannot_run(string type, string fields, string reason)
    {
        using var flow = ImportedFlow.OfNode(type, fields);

        flow.Finding("a").Verdict.Should().Be(Busroot.Transformer.NodeRed.Flows.NodeVerdict.Cannot);
        flow.Finding("a").Reasons.Should().ContainSingle().Which.Should().Contain(reason);
    }
}
