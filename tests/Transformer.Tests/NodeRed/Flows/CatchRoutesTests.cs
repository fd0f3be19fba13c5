using System.Text.Json;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

/// <summary>Where the errors of nodes go.</summary>
public class CatchRoutesTests
{
    private const string Caught = """
        {"id":"k","type":"catch","z":"t","scope":null,"wires":[["n"]]},
        {"id":"n","type":"function","z":"t","func":"const e = msg.error; node.warn([e.message, e.source.id, e.source.type, e.source.count, msg._error === undefined ? '' : msg._error.message, JSON.stringify(msg.payload)].join('|')); return { payload: { productive: 0 } }","outputs":1,"wires":[["o"]]}
        """;

    [Theory]
    [InlineData("throw new Error('boom')", "Error: boom|a|function|1||1")]
    [InlineData("throw new TypeError('boom')", "TypeError: boom|a|function|1||1")]
    [InlineData("throw 'text'", "text|a|function|1||1")]
    [InlineData("throw { code: 5 }", "{\"code\":5}|a|function|1||1")]
    [InlineData("await null; throw new Error('boom')", "Error: boom|a|function|1||1")]
    [InlineData("return Promise.reject(new Error('boom'))", "Error: boom|a|function|1||1")]
    [InlineData("node.error('told', msg)", "told|a|function|1||1")]
    [InlineData("node.error(new Error('told'), { payload: 2 })", "Error: told|a|function|1||2")]
    [InlineData("node.done('ended')", "ended|a|function|1||1")]
    [InlineData("node.done(new Error('ended'))", "Error: ended|a|function|1||1")]
    [InlineData("msg.error = new Error('before'); throw new Error('boom')", "Error: boom|a|function|1|before|1")]
    public void The_errors_of_a_function_go_to_the_catch_node(string body, string said)
    {
        using var flow = Of(body);

        flow.Run("1").Should().Equal("""{"productive":0}""");
        flow.Warnings.Should().Equal(said);
    }

    [Fact]
    public void An_error_with_a_message_ends_nothing()
    {
        using var flow = Of("node.error('told', msg); return { payload: { rssi: -1 } }");

        flow.Run("1").Should().Equal("""{"rssi":-1} {"productive":0}""");
    }

    [Fact]
    public void An_error_without_a_message_is_only_said()
    {
        using var flow = Of("node.error('told'); node.done(); return { payload: { rssi: -1 } }");

        flow.Run("1").Should().Equal("""{"rssi":-1}""");
        flow.Warnings.Should().Equal("told");
    }

    [Theory]
    [InlineData("setTimeout(() => { throw new Error('late') }, 1000)", "Error: late|a|function|1||")]
    [InlineData("const t = setInterval(function () { clearInterval(t); this.error('late', { payload: 3 }) }, 1000)", "late|a|function|1||3")]
    [InlineData("await util.promisify(setTimeout)(1000); throw new Error('late')", "Error: late|a|function|1||1")]
    [InlineData("await promisify(setTimeout)(1000); node.done('late')", "late|a|function|1||1")]
    public void So_do_the_errors_of_its_timers(string body, string said)
    {
        using var flow = Of(body);

        flow.Run("1").Should().Equal("nothing");
        flow.Pass(1).Should().Equal("""{"productive":0}""");
        flow.Warnings.Should().Equal(said);
    }

    [Theory]
    [InlineData("throw new Error('behind')")]
    [InlineData("await null; throw new Error('behind')")]
    public void So_does_what_fails_behind_a_timer(string second)
    {
        using var flow = ImportedFlow.Of($$"""
            {"id":"a","type":"function","z":"t","func":"setTimeout(() => node.send({ payload: 4 }), 1000)","outputs":1,"wires":[["b"]]},
            {"id":"b","type":"function","z":"t","func":{{JsonSerializer.Serialize(second)}},"outputs":1,"wires":[["o"]]},
            {{Caught}}
            """, datatype: "json");

        flow.Run("1").Should().Equal("nothing");
        flow.Pass(1).Should().Equal("""{"productive":0}""");
        flow.Warnings.Should().Equal("Error: behind|b|function|1||4");
    }

    [Theory]
    [InlineData("null", "a b", "")] // all on its tab
    [InlineData("[\"a\"]", "a", "b")]
    [InlineData("[\"b\"]", "b", "a")]
    [InlineData("\"group\"", "a", "b")]
    public void A_catch_node_takes_the_errors_of_its_scope(string scope, string taken, string others)
    {
        using var flow = ImportedFlow.OfFile($$"""
            [{"id":"t","type":"tab","label":"L"},{"id":"g","type":"group","z":"t","nodes":["h","k"]},{"id":"h","type":"group","z":"t","g":"g","nodes":["a"]},
             {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"json","wires":[["a"]]},
             {"id":"a","type":"function","z":"t","g":"h","func":"if (msg.payload === 'a') throw new Error('a'); return msg","outputs":1,"wires":[["b"]]},
             {"id":"b","type":"function","z":"t","func":"throw new Error('b')","outputs":1,"wires":[["o"]]},
             {"id":"k","type":"catch","z":"t","g":"g","scope":{{scope}},"wires":[["n"]]},
             {"id":"n","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"{\"productive\":0}","tot":"json"}],"wires":[["o"]]},
             {"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]
            """);

        foreach (var node in taken.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            flow.Run($"\"{node}\"").Should().Equal("""{"productive":0}""");
        }

        foreach (var node in others.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            flow.Run($"\"{node}\"")[0].Should().StartWith("failed").And.Contain($"Error: {node}");
        }
    }

    [Theory]
    [InlineData("a", """{"rssi":-1}""")]
    [InlineData("b", """{"rssi":-2} {"rssi":-3}""")]
    public void Catch_nodes_for_uncaught_errors_take_what_no_other_takes(string failing, string expected)
    {
        using var flow = ImportedFlow.Of($$"""
            {"id":"a","type":"function","z":"t","func":"if (msg.payload === 'a') throw 1; return msg","outputs":1,"wires":[["b"]]},
            {"id":"b","type":"function","z":"t","func":"throw 2","outputs":1,"wires":[["o"]]},
            {"id":"u","type":"catch","z":"t","scope":null,"uncaught":true,"wires":[["n2"]]},
            {"id":"u2","type":"catch","z":"t","scope":null,"uncaught":true,"wires":[["n3"]]},
            {"id":"k","type":"catch","z":"t","scope":["a"],"uncaught":false,"wires":[["n1"]]},
            {{Rssi("n1", -1)}},{{Rssi("n2", -2)}},{{Rssi("n3", -3)}}
            """, datatype: "json");

        flow.Run($"\"{failing}\"").Should().Equal(expected);
    }

    [Theory]
    [InlineData("""{"id":"v","type":"catch","z":"f","scope":null,"wires":[["w"]]},{"id":"w","type":"debug","z":"f","wires":[]},""", "failed*")] // it is caught there, and nothing of it is published
    [InlineData("", """{"rssi":-1}""")]
    public void What_no_catch_node_of_a_subflow_takes_goes_to_those_around_it(string inner, string expected)
    {
        using var flow = ImportedFlow.OfFile($$"""
            [{"id":"t","type":"tab","label":"L"},
             {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"json","wires":[["s"]]},
             {"id":"s","type":"subflow:f","z":"t","wires":[["o"]]},{"id":"f","type":"subflow","in":[{"wires":[{"id":"x"}]}],"out":[{"wires":[{"id":"x","port":0}]}]},
             {"id":"x","type":"function","z":"f","func":"throw 1","outputs":1,"wires":[[]]},{{inner}}
             {"id":"k","type":"catch","z":"t","scope":["s"],"wires":[["n"]]},{{Rssi("n", -1)}},
             {"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]
            """);

        flow.Run("1")[0].Should().Match(expected);
    }

    [Fact]
    public void A_node_that_fails_on_its_own_error_is_given_up_the_tenth_time()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"json","z":"t","property":"payload","action":"obj","wires":[["o"]]},
            {"id":"k","type":"catch","z":"t","scope":null,"wires":[["c"]]},
            {"id":"c","type":"function","z":"t","func":"node.warn(String(msg.error.source.count)); return msg","outputs":1,"wires":[["a"]]}
            """, datatype: "utf8");

        flow.Run("broken")[0].Should().StartWith("failed");
        flow.Warnings.Should().Equal("1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    private static string Rssi(string id, int rssi) =>
        $$$"""{"id":"{{{id}}}","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"{\"rssi\":{{{rssi}}}}","tot":"json"}],"wires":[["o"]]}""";

    private static ImportedFlow Of(string body) => ImportedFlow.Of($$"""
        {"id":"a","type":"function","z":"t","func":{{JsonSerializer.Serialize(body)}},"outputs":1,"wires":[["b"]]},
        {"id":"b","type":"function","z":"t","func":"return msg","outputs":1,"wires":[["o"]]},
        {{Caught}}
        """, datatype: "json");
}
