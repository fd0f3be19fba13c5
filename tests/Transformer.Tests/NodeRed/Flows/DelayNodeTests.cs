using Busroot.Transformer.NodeRed.Flows;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

/// <summary>The node delay in each of its forms, on the clock of the test.</summary>
public class DelayNodeTests
{
    [Theory]
    [InlineData("\"timeout\":\"5\",\"timeoutUnits\":\"seconds\"", 5)]
    [InlineData("\"timeout\":\"250\",\"timeoutUnits\":\"milliseconds\"", 0.25)]
    [InlineData("\"timeout\":\"2\",\"timeoutUnits\":\"minutes\"", 120)]
    [InlineData("\"timeout\":\"1\",\"timeoutUnits\":\"hours\"", 3600)]
    [InlineData("\"timeout\":1,\"timeoutUnits\":\"days\"", 86_400)]
    public void Each_message_is_sent_on_later(string fields, double seconds)
    {
        using var flow = Delay("\"pauseType\":\"delay\"," + fields);

        flow.Given("1").Should().Equal("");
        flow.GivenIn(seconds / 2).Should().BeEmpty();
        flow.Given("2").Should().Equal("");
        flow.GivenIn(seconds / 2).Should().Equal("1");
        flow.GivenIn(seconds / 2).Should().Equal("2");
        flow.Finding("a").Verdict.Should().Be(NodeVerdict.Runs);
    }

    [Fact]
    public void A_message_may_say_how_long_it_waits()
    {
        using var flow = ImportedFlow.OfNodes(Set("delay", "payload.ms") + """{"id":"d","type":"delay","z":"t","pauseType":"delayv","timeout":"5","timeoutUnits":"seconds","wires":[["s"]]}""");

        flow.Given("""{"ms":2000}""", """{"ms":"1000"}""", "{}", """{"ms":-1}""");
        flow.GivenIn(10).Should().Equal("""{"ms":-1}""", """{"ms":"1000"}""", """{"ms":2000}""", "{}");
    }

    [Fact]
    public void A_message_may_wait_a_time_by_chance()
    {
        using var flow = Delay("\"pauseType\":\"random\",\"randomFirst\":\"2\",\"randomLast\":\"3\",\"randomUnits\":\"seconds\"");

        flow.Given("1").Should().Equal("");
        flow.GivenIn(1.999).Should().BeEmpty();
        flow.GivenIn(1.001).Should().Equal("1");
    }

    [Theory]
    [InlineData("reset", "true", "3", "")]
    [InlineData("flush", "true", "1 2 3", "")]
    [InlineData("flush", "1", "1", "2|3")]
    public void Messages_that_wait_are_forgotten_or_sent_at_once(string property, string value, string atOnce, string later)
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"switch","z":"t","property":"payload","rules":[{"t":"eq","v":"3","vt":"num"},{"t":"else"}],"wires":[["c"],["d"]]},
            {"id":"c","type":"change","z":"t","rules":[{"t":"set","p":"{{property}}","pt":"msg","to":"{{value}}","tot":"json"}],"wires":[["d"{{(property == "reset" ? ",\"s\"" : "")}}]]},
            {"id":"d","type":"delay","z":"t","pauseType":"delay","timeout":"5","timeoutUnits":"seconds","wires":[["s"]]}
            """);

        flow.Given("1", "2", "3").Should().Equal("", "", atOnce);
        string.Join('|', flow.GivenIn(10)).Should().Be(later);
    }

    [Fact]
    public void A_device_cannot_have_messages_waiting_without_end()
    {
        using var flow = Delay("\"pauseType\":\"delay\",\"timeout\":\"5\"");

        flow.Given([.. Enumerable.Range(0, 101).Select(n => $"{n}")])[100].Should().StartWith("failed").And.Contain("100 timers");
        flow.GivenIn(5).Should().HaveCount(100);
    }

    [Theory]
    [InlineData("\"rate\":\"2\",\"nbRateUnits\":\"1\",\"rateUnits\":\"second\"", 0.5)]
    [InlineData("\"rate\":\"1\",\"nbRateUnits\":\"3\",\"rateUnits\":\"minute\"", 180)]
    public void A_rate_limit_sends_one_after_the_other(string fields, double gap)
    {
        using var flow = Delay("\"pauseType\":\"rate\",\"drop\":false," + fields);

        flow.Given("1", "2", "3").Should().Equal("1", "", "");
        flow.GivenIn(gap).Should().Equal("2");
        flow.GivenIn(gap).Should().Equal("3");
        flow.GivenIn(gap).Should().BeEmpty();
        flow.Given("4").Should().Equal("4");
    }

    [Fact]
    public void A_rate_limit_may_be_changed_and_emptied_by_messages()
    {
        using var flow = ImportedFlow.OfNodes("""
            {"id":"a","type":"function","z":"t","func":"return { ...msg, ...msg.payload }","outputs":1,"wires":[["d"]]},
            {"id":"d","type":"delay","z":"t","pauseType":"rate","rate":"1","nbRateUnits":"1","rateUnits":"hour","drop":false,"allowrate":true,"wires":[["c"]]},
            {"id":"c","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"n","tot":"msg"}],"wires":[["s"]]}
            """);

        flow.Given("""{"n":1,"rate":1000}""", """{"n":2}""", """{"n":3}""", """{"n":4,"toFront":true}""").Should().Equal("1", "", "", "");
        flow.GivenIn(1).Should().Equal("4");
        flow.Given("""{"n":5,"flush":1}""").Should().Equal("2");
        flow.Given("""{"n":6,"reset":true}""").Should().Equal("");
        flow.GivenIn(10_000).Should().BeEmpty();
        flow.Given("""{"n":7}""", """{"n":8}""").Should().Equal("7", "");
        flow.GivenIn(3599).Should().BeEmpty();
        flow.GivenIn(1).Should().Equal("8");
    }

    [Fact]
    public void A_rate_limit_that_drops_lets_one_through_each_interval()
    {
        using var flow = Delay("\"pauseType\":\"rate\",\"rate\":\"2\",\"nbRateUnits\":\"1\",\"rateUnits\":\"second\",\"drop\":true");

        flow.Code("rule.json").Should().Contain("\"script\""); // it needs no timer
        flow.Given("1", "2").Should().Equal("1", "");
        flow.Now += TimeSpan.FromMilliseconds(500);
        flow.Given("3").Should().Equal("3");
    }

    [Theory]
    [InlineData("\"pauseType\":\"rate\",\"rate\":\"1\",\"rateUnits\":\"second\",\"drop\":true,\"outputs\":2", "1 -2 -3 4")]
    [InlineData("\"pauseType\":\"burst\",\"rate\":\"2\",\"nbRateUnits\":\"1\",\"rateUnits\":\"second\",\"outputs\":2", "1 2 -3 4")]
    public void What_is_not_let_through_leaves_by_the_second_output(string fields, string expected)
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"delay","z":"t",{{fields}},"wires":[["s"],["m"]]},
            {"id":"m","type":"range","z":"t","minin":"0","maxin":"1","minout":"0","maxout":"-1","action":"scale","round":false,"property":"payload","wires":[["s"]]}
            """);

        var given = flow.Given("1", "2", "3");
        flow.Now += TimeSpan.FromSeconds(1);
        string.Join(' ', given.Concat(flow.Given("4"))).Should().Be(expected);
    }

    [Theory]
    [InlineData("queue", "a2", "b1")]
    [InlineData("timed", "a2 b1", "")]
    public void The_latest_of_each_topic_is_sent_when_the_time_is_over(string kind, string first, string second)
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"function","z":"t","func":"msg.topic = msg.payload[0]; return msg","outputs":1,"wires":[["d"]]},
            {"id":"d","type":"delay","z":"t","pauseType":"{{kind}}","rate":"1","nbRateUnits":"1","rateUnits":"second","outputs":2,"wires":[["t2"],["m"]]},
            {"id":"m","type":"template","z":"t","field":"payload","template":"-MUSTACHE","wires":[["t2"]]},
            {"id":"t2","type":"change","z":"t","rules":[{"t":"delete","p":"topic","pt":"msg"}],"wires":[["s"]]}
            """.Replace("MUSTACHE", "{{payload}}", StringComparison.Ordinal));

        flow.Given("\"a1\"", "\"b1\"", "\"a2\"").Should().Equal("", "", "\"-a1\"");
        string.Join(' ', flow.GivenIn(1)).Should().Be(Quoted(first));
        string.Join(' ', flow.GivenIn(1)).Should().Be(Quoted(second));
    }

    [Fact]
    public void What_waits_is_lost_at_a_restart_and_nothing_is_stuck()
    {
        using var flow = Delay("\"pauseType\":\"rate\",\"rate\":\"1\",\"rateUnits\":\"second\",\"drop\":false");

        flow.Given("1", "2").Should().Equal("1", "");
        flow.Restart();
        flow.GivenIn(10).Should().BeEmpty();
        flow.Given("3").Should().Equal("3");
    }

    private static string Quoted(string words) => string.Join(' ', words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word}\""));

    private static string Set(string property, string from) =>
        $$"""{"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"{{property}}","pt":"msg","to":"{{from}}","tot":"msg"}],"wires":[["d"]]},""";

    private static ImportedFlow Delay(string fields) => ImportedFlow.OfNode("delay", fields);
}
