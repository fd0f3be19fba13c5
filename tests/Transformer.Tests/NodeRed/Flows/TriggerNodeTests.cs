using Busroot.Transformer.NodeRed.Flows;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

/// <summary>The node trigger, on the clock of the test.</summary>
public class TriggerNodeTests
{
    [Fact]
    public void No_message_for_some_minutes_is_not_productive()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"trigger","z":"t","op1":"{\"productive\":1}","op2":"{\"productive\":0}","op1type":"json","op2type":"json","duration":"5","extend":true,"units":"min","reset":"","bytopic":"all","topic":"topic","outputs":1,"wires":[["o"]]}
            """);

        flow.Code("rule.json").Should().Contain("\"function\"");
        flow.Run("1").Should().Equal("""{"productive":1}""");
        flow.Pass(240).Should().BeEmpty();
        flow.Run("2").Should().Equal("nothing");
        flow.Pass(299).Should().BeEmpty();
        flow.Pass(1).Should().Equal("""{"productive":0}""");
        flow.Run("3").Should().Equal("""{"productive":1}""");
        flow.Finding("a").Verdict.Should().Be(NodeVerdict.Runs);
    }

    [Theory]
    [InlineData("\"op1\":\"1\",\"op1type\":\"num\",\"op2\":\"0\",\"op2type\":\"num\"", "1", "0")]
    [InlineData("\"op1\":\"1\",\"op1type\":\"str\",\"op2\":\"{{payload.x}}!\",\"op2type\":\"str\"", "\"1\"", "\"7!\"")] // of the message as it came
    [InlineData("\"op1\":\"true\",\"op1type\":\"val\",\"op2\":\"false\",\"op2type\":\"val\"", "true", "false")] // as older editors saved it
    [InlineData("\"op1\":\"on\",\"op1type\":\"val\",\"op2\":\"off\",\"op2type\":\"val\"", "\"on\"", "\"off\"")]
    [InlineData("\"op1\":\"\",\"op1type\":\"pay\",\"op2\":\"\",\"op2type\":\"pay\"", "{\"x\":7}", "{\"x\":7}")]
    [InlineData("\"op1\":\"\",\"op1type\":\"nul\",\"op2\":\"true\",\"op2type\":\"bool\"", "", "true")]
    [InlineData("\"op1\":\"[1]\",\"op1type\":\"json\",\"op2\":\"\",\"op2type\":\"nul\"", "[1]", "")]
    [InlineData("\"op1\":\"\",\"op1type\":\"date\",\"op2\":\"0\",\"op2type\":\"date\"", "1795334400000", "1795334410000")]
    public void Something_is_sent_at_once_and_something_later(string fields, string atOnce, string later)
    {
        using var flow = ImportedFlow.OfNode("trigger", fields + ",\"duration\":\"10\",\"units\":\"s\"");

        flow.Given("""{"x":7}""").Should().Equal(atOnce);
        flow.GivenIn(9.999).Should().BeEmpty();
        string.Join(' ', flow.GivenIn(1)).Should().Be(later);
    }

    [Theory]
    [InlineData("false", "1", "", "0", "3")] // what comes meanwhile changes nothing
    [InlineData("true", "1", "", "", "")]
    public void A_message_meanwhile_extends_the_time_if_it_may(string extend, string first, string meanwhile, string afterTen, string third)
    {
        using var flow = ImportedFlow.OfNode("trigger", $"\"op1type\":\"pay\",\"op2\":\"0\",\"op2type\":\"num\",\"duration\":\"10\",\"units\":\"s\",\"extend\":\"{extend}\"");

        flow.Given("1").Should().Equal(first);
        flow.GivenIn(6).Should().BeEmpty();
        flow.Given("2").Should().Equal(meanwhile);
        string.Join(' ', flow.GivenIn(4)).Should().Be(afterTen);
        flow.Given("3").Should().Equal(third);
    }

    [Fact]
    public void The_latest_message_may_be_what_is_sent()
    {
        using var flow = ImportedFlow.OfNode("trigger", "\"op1type\":\"nul\",\"op2type\":\"payl\",\"duration\":\"10\",\"units\":\"s\"");

        flow.Given("1", "2", "3").Should().Equal("", "", "");
        flow.GivenIn(10).Should().Equal("3");
    }

    [Fact]
    public void The_context_is_read_when_the_time_is_over()
    {
        using var flow = ImportedFlow.OfNodes("""
            {"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"last","pt":"flow","to":"payload","tot":"msg"}],"wires":[["b"]]},
            {"id":"b","type":"trigger","z":"t","op1type":"nul","op2":"last","op2type":"flow","duration":"10","units":"s","wires":[["s"]]}
            """);

        flow.Given("1", "2");
        flow.GivenIn(10).Should().Equal("2");
    }

    [Theory]
    [InlineData("\"reset\":\"stop\"", "\"stop\"")]
    [InlineData("\"reset\":\"7\"", "7")]
    public void A_payload_may_stop_it(string fields, string payload)
    {
        using var flow = ImportedFlow.OfNode("trigger", "\"op1\":\"1\",\"op2\":\"0\",\"duration\":\"10\",\"units\":\"s\"," + fields);

        flow.Given("1", payload).Should().Equal("\"1\"", "");
        flow.GivenIn(20).Should().BeEmpty();
        flow.Given("1").Should().Equal("\"1\"");
    }

    [Fact]
    public void Without_a_time_it_sends_once_until_it_is_stopped()
    {
        using var flow = ImportedFlow.OfNode("trigger", "\"op1\":\"1\",\"op2\":\"0\",\"duration\":\"0\",\"reset\":\"r\"");

        flow.Given("1", "2", "\"r\"", "3").Should().Equal("\"1\"", "", "", "\"1\"");
        flow.GivenIn(1000).Should().BeEmpty();
    }

    [Fact]
    public void It_may_send_again_and_again()
    {
        using var flow = ImportedFlow.OfNode("trigger", "\"op1type\":\"pay\",\"op2type\":\"nul\",\"duration\":\"-5\",\"units\":\"s\",\"reset\":\"r\"");

        flow.Given("1").Should().Equal("1");
        flow.GivenIn(11).Should().Equal("1", "1");
        flow.Given("2").Should().Equal("2");
        flow.GivenIn(5).Should().Equal("2");
        flow.Given("\"r\"").Should().Equal("");
        flow.GivenIn(20).Should().BeEmpty();
    }

    [Fact]
    public void Each_topic_has_its_own_time()
    {
        using var flow = ImportedFlow.OfNode("trigger", "\"op1type\":\"pay\",\"op2type\":\"pay\",\"duration\":\"10\",\"units\":\"s\",\"bytopic\":\"topic\",\"topic\":\"payload.t\"");

        flow.Given("""{"t":"constructor"}""").Should().Equal("""{"t":"constructor"}""");
        flow.GivenIn(5).Should().BeEmpty();
        flow.Given("""{"t":"b"}""", """{"t":"b"}""").Should().Equal("""{"t":"b"}""", "");
        flow.GivenIn(5).Should().Equal("""{"t":"constructor"}""");
        flow.GivenIn(5).Should().Equal("""{"t":"b"}""");
    }

    [Fact]
    public void A_message_may_say_how_long_and_the_second_output_sends_what_comes_later()
    {
        using var flow = ImportedFlow.OfNodes("""
            {"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"delay","pt":"msg","to":"payload","tot":"msg"}],"wires":[["b"]]},
            {"id":"b","type":"trigger","z":"t","op1":"1","op1type":"num","op2":"2","op2type":"num","duration":"10","units":"s","overrideDelay":true,"outputs":2,"wires":[["s"],["m"]]},
            {"id":"m","type":"range","z":"t","minin":"0","maxin":"1","minout":"0","maxout":"-1","action":"scale","round":false,"property":"payload","wires":[["s"]]}
            """);

        flow.Given("3000").Should().Equal("1");
        flow.GivenIn(3).Should().Equal("-2");
        flow.Given("\"x\"").Should().Equal("1");
        flow.GivenIn(9).Should().BeEmpty();
        flow.GivenIn(1).Should().Equal("-2");
    }

    [Fact]
    public void A_reading_that_fails_elsewhere_does_not_forget_the_time()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"function","z":"t","func":"return [msg, msg]","outputs":2,"wires":[["b"],["c"]]},
            {"id":"b","type":"trigger","z":"t","op1type":"nul","op2":"{\"productive\":0}","op2type":"json","duration":"10","units":"s","extend":true,"wires":[["o"]]},
            {"id":"c","type":"function","z":"t","func":"if (msg.payload === 2) throw new Error('c')","outputs":1,"wires":[["o"]]}
            """);

        flow.Run("1").Should().Equal("nothing");
        flow.Pass(5).Should().BeEmpty();
        flow.Run("2")[0].Should().StartWith("failed");
        flow.Pass(9).Should().BeEmpty();
        flow.Pass(1).Should().Equal("""{"productive":0}""");
        flow.Pass(100).Should().BeEmpty();
    }
}
