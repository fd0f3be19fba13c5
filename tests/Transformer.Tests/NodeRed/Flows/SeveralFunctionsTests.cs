using System.Text.Json;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

/// <summary>Rules of several nodes with functions among them, run as a server runs them.</summary>
public class SeveralFunctionsTests
{
    [Fact]
    public void Functions_among_other_nodes_keep_their_own_context()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"function","z":"t","name":"count","func":"const n = (context.get('n') || 0) + 1;\ncontext.set('n', n);\nmsg.n = n;\nreturn [msg, { payload: { rssi: -n } }];","outputs":2,"wires":[["b"],["o"]]},
            {"id":"b","type":"function","z":"t","name":"other","func":"msg.payload = { production_count_good: msg.n, other: String(context.get('n')) };\nnode.send(msg);","outputs":1,"wires":[["c"]]},
            {"id":"c","type":"change","z":"t","rules":[{"t":"delete","p":"payload.other","pt":"msg"}],"wires":[["o"]]}
            """, datatype: "json");

        flow.Run("{}", "{}").Should().Equal(
            """{"rssi":-1} {"production_count_good":1}""",
            """{"rssi":-2} {"production_count_good":2}""");
    }

    [Theory]
    [InlineData("return null", "nothing")]
    [InlineData("return [[{ payload: { rssi: -1 } }, { payload: { rssi: -2 } }]]", "{\"rssi\":-1} {\"rssi\":-2}")]
    [InlineData("await null; return { payload: { rssi: -3 } }", "{\"rssi\":-3}")]
    [InlineData("return 5", "nothing")]
    [InlineData("return [null, { payload: { rssi: -1 } }]", "nothing")] // more than it has outputs
    [InlineData("node.send({ payload: { rssi: -4 } }); return { payload: { rssi: -5 } }", "{\"rssi\":-4} {\"rssi\":-5}")]
    public void What_a_function_gives_goes_to_its_outputs(string body, string expected)
    {
        using var flow = ImportedFlow.Of($$"""
            {"id":"a","type":"function","z":"t","func":{{JsonSerializer.Serialize(body)}},"outputs":1,"wires":[["b"]]},
            {"id":"b","type":"change","z":"t","rules":[{"t":"delete","p":"x","pt":"msg"}],"wires":[["o"]]}
            """, datatype: "json");

        flow.Run("{}").Should().Equal(expected);
    }

    [Fact]
    public void Sloppy_code_runs_as_it_stands()
    {
        using var flow = Two(
            "total = (typeof total === 'undefined' ? 0 : total) + 1; with ({ x: 2 }) { msg.x = x } if (this === globalThis) msg.payload = { production_count_good: total + msg.x }; return msg",
            "const node2 = node; let context = 1, env = 2; const util = 3; msg.payload.rssi = -context - env - util; node2.send(msg)");

        flow.Run("{}", "{}").Should().Equal("""{"production_count_good":3,"rssi":-6}""", """{"production_count_good":4,"rssi":-6}""");
    }

    [Fact]
    public void Flow_and_global_are_one_for_all_functions_and_context_is_not()
    {
        using var flow = Two(
            "flow.set('a', 1); global.set('b', 2); context.set(['c', 'd.e'], [3, 4]); msg.payload = { rssi: -context.get('d').e - context.keys().length }; return msg",
            "msg.payload.production_count_good = flow.get('a') + context.global.get('b') + (context.get('c') === undefined ? 10 : 0) + context.keys().length; return msg");

        flow.Run("{}").Should().Equal("""{"production_count_good":13,"rssi":-6}""");
        flow.State().Should().Be("""{"flow":{"a":1},"global":{"b":2},"context":{"na":{"c":3,"d":{"e":4}}}}""");
    }

    [Fact]
    public void Each_function_knows_its_own_name_and_values()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"function","z":"t","name":"first","func":"msg.said = [node.id, node.name, node.outputCount, env.get('NR_NODE_ID'), env.get('NR_NODE_NAME')]; return msg","outputs":1,"wires":[["b"]]},
            {"id":"b","type":"function","z":"t","name":"second","func":"node.warn([...msg.said, node.id, node.name, node.outputCount, env.get('NR_NODE_NAME')].join(' ')); return [null, msg]","outputs":2,"wires":[["o"],["o"]]}
            """, datatype: "json");

        flow.Run("""{"rssi":-1}""").Should().Equal("""{"rssi":-1}""");
        flow.Warnings.Should().Equal("a first 1 a first b second 2 second");
    }

    [Fact]
    public void On_start_and_on_stop_of_each_function_run_in_its_own_scope()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"function","z":"t","func":"msg.payload = { production_count_good: context.get('n') + base }; return msg","initialize":"const context2 = context; context2.set('n', 1); base = 10; await null;","finalize":"global.set('#:(account)::a', context.get('n'))","outputs":1,"wires":[["b"]]},
            {"id":"b","type":"function","z":"t","func":"msg.payload.rssi = -context.get('n'); return msg","initialize":"let n = 2; context.set('n', n)","finalize":"let n = context.get('n'); global.set('#:(account)::b', n)","outputs":1,"wires":[["o"]]}
            """, datatype: "json");

        flow.Run("{}").Should().Equal("""{"production_count_good":11,"rssi":-2}""");
        flow.Stop();
        flow.OfAccount("a").Should().Be("1");
        flow.OfAccount("b").Should().Be("2");
    }

    [Theory]
    [InlineData("utf8", "\"7\"")]
    [InlineData("json", "7")]
    [InlineData("auto-detect", "7")]
    [InlineData("auto", "\"7\"")]
    [InlineData("buffer", "\"Buffer 37\"")]
    [InlineData("base64", "\"Nw==\"")]
    public void Subscriptions_that_want_different_payloads_each_get_theirs(string datatype, string expected)
    {
        using var flow = ImportedFlow.OfFile($$"""
            [{"id":"t","type":"tab","label":"L"},
             {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/press-1/a","datatype":"{{datatype}}","wires":[["a"]]},
             {"id":"j","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/press-1/b","datatype":"{{(datatype == "json" ? "utf8" : "json")}}","wires":[["a"]]},
             {"id":"a","type":"function","z":"t","func":"node.warn(JSON.stringify(Buffer.isBuffer(msg.payload) ? 'Buffer ' + msg.payload.toString('hex') : msg.payload)); return { payload: { rssi: -1 } }","outputs":1,"wires":[["o"]]},
             {"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]
            """);

        flow.Run(flow.Load(), "7", "busroot/v1/dau/acme/press-1/a").Should().Be("""{"rssi":-1}""");
        flow.Warnings.Should().Equal(expected);
    }

    [Fact]
    public void Auto_and_auto_detect_give_a_buffer_for_what_is_no_text()
    {
        using var flow = ImportedFlow.OfFile("""
            [{"id":"t","type":"tab","label":"L"},
             {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/press-1","datatype":"auto","wires":[["a"]]},
             {"id":"j","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/press-1","datatype":"auto-detect","wires":[["a"]]},
             {"id":"a","type":"function","z":"t","func":"return { payload: { production_count_good: Buffer.isBuffer(msg.payload) ? msg.payload[0] : -1 } }","outputs":1,"wires":[["o"]]},
             {"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]
            """);

        flow.Run(flow.Load(), [255, 254]).Should().Be("""{"production_count_good":255} {"production_count_good":255}""");
    }

    [Fact]
    public void A_buffer_is_copied_for_each_wire_but_the_first()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"function","z":"t","func":"return msg","outputs":1,"wires":[["b","c"]]},
            {"id":"b","type":"function","z":"t","func":"msg.payload[0] = 9; return { payload: { rssi: -msg.payload[0] } }","outputs":1,"wires":[["o"]]},
            {"id":"c","type":"function","z":"t","func":"return { payload: { rssi: -msg.payload[0] } }","outputs":1,"wires":[["o"]]}
            """, datatype: "buffer");

        flow.Run(flow.Load(), [1]).Should().Be("""{"rssi":-9} {"rssi":-1}""");
    }

    [Fact]
    public void What_a_function_sends_before_it_waits_does_not_wait()
    {
        using var flow = Two("node.send({ payload: { rssi: -1 } }); await promisify(setTimeout)(1000); return { payload: { rssi: -2 } }", "return msg");

        flow.Run("{}").Should().Equal("""{"rssi":-1}""");
        flow.Pass(1).Should().Equal("""{"rssi":-2}""");
    }

    [Fact]
    public void One_message_of_a_device_at_a_time_also_where_a_function_waits()
    {
        using var flow = Two("await promisify(setTimeout)(1000); return msg", "await null; return { payload: { production_count_good: msg.payload } }");

        flow.Run("1", "2").Should().Equal("nothing", "nothing");
        flow.Pass(5).Should().Equal("""{"production_count_good":1}""", """{"production_count_good":2}""");
    }

    [Fact]
    public void A_promise_that_a_function_returns_is_waited_for()
    {
        using var flow = Two("return new Promise(resolve => setTimeout(() => resolve({ payload: 5 }), 1000))", "return { payload: { production_count_good: msg.payload } }");

        flow.Run("1").Should().Equal("nothing");
        flow.Pass(1).Should().Equal("""{"production_count_good":5}""");
    }

    [Fact]
    public void Timers_send_through_the_nodes_behind()
    {
        using var flow = Two("clearTimeout(context.get('t')); context.set('t', setTimeout(() => node.send({ payload: 0 }), 60000)); return { payload: 1 }", "return { payload: { productive: msg.payload } }");

        flow.Run("{}").Should().Equal("""{"productive":1}""");
        flow.Pass(59).Should().BeEmpty();
        flow.Run("{}").Should().Equal("""{"productive":1}""");
        flow.Pass(100).Should().Equal("""{"productive":0}""");
    }

    [Theory]
    [InlineData("throw new Error('late')")]
    [InlineData("await null; throw new Error('late')")]
    public void What_fails_behind_a_timer_is_a_failure(string second)
    {
        using var flow = Two("setTimeout(() => node.send({ payload: 0 }), 1000)", second);

        flow.Run("{}").Should().Equal("nothing");
        flow.Pass(1).Should().ContainSingle().Which.Should().Contain("late");
        flow.Run("{}").Should().Equal("nothing");
    }

    [Fact]
    public void A_failed_reading_leaves_nothing_for_its_timers_to_send()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"function","z":"t","func":"setTimeout(() => node.send({ payload: { rssi: -1 } }), 1000); return [msg, msg, msg]","outputs":3,"wires":[["b"],["c"],["c"]]},
            {"id":"b","type":"function","z":"t","func":"if (msg.topic) throw new Error('now'); return msg","outputs":1,"wires":[["o"]]},
            {"id":"c","type":"function","z":"t","func":"return { payload: { rssi: -2 } }","outputs":1,"wires":[["o"]]}
            """, datatype: "json");

        flow.Run("{}")[0].Should().Contain("now");
        flow.Pass(1).Should().Equal("""{"rssi":-1}""");
    }

    [Fact]
    public void A_body_sees_no_name_of_the_code_around_it()
    {
        using var flow = Two(
            "msg.x = [typeof reading, typeof send, typeof run, typeof clone, typeof publish, typeof memory, typeof bodies, typeof functionNode].join(); reading = 1; send = 2; run = 3; clone = 4; return msg",
            "node.warn(msg.x); return msg");

        flow.Run("""{"rssi":-1}""").Should().Equal("""{"rssi":-1}""");
        flow.Warnings.Should().Equal(string.Join(',', Enumerable.Repeat("undefined", 8)));
        flow.Run("""{"rssi":-2}""").Should().Equal("""{"rssi":-2}""");
        flow.Warnings.Should().Equal("number,number,number,number,undefined,undefined,undefined,undefined");
    }

    [Fact]
    public void A_text_over_several_lines_stays_what_it_is()
    {
        using var flow = Two("node.warn(`a\n  b\n c`); return msg", "return msg");

        flow.Run("""{"rssi":-1}""").Should().Equal("""{"rssi":-1}""");
        flow.Warnings.Should().Equal("a\n  b\n c");
    }

    [Fact]
    public void What_on_start_sends_is_told_to_reach_nobody()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"function","z":"t","func":"return msg","initialize":"\nnode.send({ payload: 1 }); node.send({ payload: 2 })","outputs":1,"wires":[["b"]]},
            {"id":"b","type":"function","z":"t","func":"return msg","outputs":1,"wires":[["o"]]}
            """, datatype: "json");

        flow.Finding("a").Reasons.Should().ContainSingle().Which.Should().StartWith("On Start, line 2: what it sends reaches no other node");
        flow.Run("""{"rssi":-1}""").Should().Equal("""{"rssi":-1}""");
    }

    [Fact]
    public void An_array_of_arrays_is_no_message()
    {
        using var flow = Two("return [[[msg]]]", "return msg");

        flow.Run("{}").Should().Equal("nothing");
        flow.Warnings.Should().Equal("Function tried to send a message of type Array");
    }

    private static ImportedFlow Two(string first, string second) => ImportedFlow.Of($$"""
        {"id":"a","type":"function","z":"t","func":{{JsonSerializer.Serialize(first)}},"outputs":1,"wires":[["b"]]},
        {"id":"b","type":"function","z":"t","func":{{JsonSerializer.Serialize(second)}},"outputs":1,"wires":[["o"]]}
        """, datatype: "json");
}
