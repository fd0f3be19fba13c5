using Busroot.Transformer.NodeRed.Flows;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

public class FlowImportTests
{
    private const string Rssi = """{"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"{\"rssi\":-60}","tot":"json"}],"wires":[["o"]]}""";

    [Fact]
    public void A_flow_becomes_a_rule_for_the_devices_it_listened_to()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"switch","z":"t","name":"has a meter","property":"payload.kWh1","propertyType":"msg","rules":[{"t":"gte","v":"0","vt":"num"},{"t":"else"}],"checkall":"true","outputs":2,"wires":[["c"],[]]},
            {"id":"c","type":"change","z":"t","rules":[{"t":"move","p":"payload.kWh1","pt":"msg","to":"payload.electrical_kwh","tot":"msg"},{"t":"set","p":"topic","pt":"msg","to":"busroot/v1/acme/press-1","tot":"str"}],"wires":[["o"]]}
            """);

        flow.Run("""{"kWh1":12.5,"c1":3}""", """{"kWh1":-1}""").Should().Equal("""{"electrical_kwh":12.5}""", "nothing");
        var rule = flow.Load();
        rule.Devices.Should().Equal("acme/*");
        rule.Id.Should().Be("line-1");
        flow.Code().Should().Contain("// switch \"has a meter\" (a)");
        flow.Import.Findings.Should().OnlyContain(finding => finding.Verdict == NodeVerdict.Runs || finding.Type == "tab");
    }

    [Theory]
    [InlineData("busroot/v1/dau/acme/press-1", "acme/press-1", "press-1")]
    [InlineData("busroot/v2/dau/acme/+/#", "acme/*", "line")]
    [InlineData("busroot/v1/dau/#", "*/*", "line")]
    [InlineData("$share/g/busroot/+/dau/+/press-1", "*/press-1", "press-1")]
    [InlineData("busroot/#", "*/*", "line")]
    [InlineData("factory/press/state", null, "line")]
    [InlineData("busroot/v1/dau/acme", null, "line")]
    public void Topics_become_patterns_over_device_ids(string topic, string? devices, string name)
    {
        using var flow = ImportedFlow.OfFile($$"""
            [{"id":"t","type":"tab","label":"Line"},{"id":"i","type":"mqtt in","z":"t","topic":"{{topic}}","datatype":"json","wires":[["a"]]},{{Rssi}},{"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]
            """);

        var rule = flow.Import.Rules.Single();
        (rule.Devices, rule.Name).Should().Be((devices, name));
        flow.Finding("i").Verdict.Should().Be(devices is null ? NodeVerdict.RunsChanged : NodeVerdict.Runs);
        flow.Run("{}").Should().Equal("""{"rssi":-60}""");
    }

    [Fact]
    public void All_that_listens_to_one_device_is_one_rule_that_looks_at_topics()
    {
        using var flow = ImportedFlow.OfFile("""
            [{"id":"t","type":"tab","label":"L"},
             {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/press-1/count","datatype":"utf8","wires":[["a"]]},
             {"id":"j","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/press-1/kwh","datatype":"utf8","wires":[["b"]]},
             {"id":"a","type":"template","z":"t","field":"payload","template":"{\"production_count_good\":{{payload}}}","output":"json","wires":[["o"]]},
             {"id":"b","type":"template","z":"t","field":"payload","template":"{\"electrical_kwh\":{{payload}}}","output":"json","wires":[["o"]]},
             {"id":"o","type":"mqtt out","z":"t","topic":"busroot/v1/acme/press-1","wires":[]}]
            """);

        var rule = flow.Load();
        flow.Run(rule, "7", "busroot/v1/dau/acme/press-1/count").Should().Be("""{"production_count_good":7}""");
        flow.Run(rule, "8.5", "busroot/v1/dau/acme/press-1/kwh").Should().Be("""{"electrical_kwh":8.5}""");
        flow.Run(rule, "1", "busroot/v1/dau/acme/press-1/other").Should().Be("nothing");
    }

    [Theory]
    [InlineData("busroot/v2/acme/signals/ST-01", "ST-01:{\"rssi\":-60}")]
    [InlineData("busroot/v1/other/press-9", "nothing")]
    [InlineData("factory/out", "nothing")]
    public void Signals_leave_for_the_device_or_a_station_of_its_account(string topic, string expected)
    {
        using var flow = ImportedFlow.Of(Rssi, out_: topic);

        flow.Run("{}").Should().Equal(expected);
        flow.Finding("o").Verdict.Should().Be(expected == "nothing" ? NodeVerdict.Cannot : NodeVerdict.Runs);
    }

    [Fact]
    public void A_topic_the_flow_makes_up_at_run_time_is_checked_then()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"topic","pt":"msg","to":"payload.to","tot":"msg"},{"t":"set","p":"payload","pt":"msg","to":"{\"rssi\":-60}","tot":"json"}],"wires":[["o"]]}
            """);

        flow.Run("""{"to":"busroot/v2/acme/signals/ST-2"}""", """{"to":"elsewhere"}""")[0].Should().Be("""ST-2:{"rssi":-60}""");
        flow.Run("""{"to":"elsewhere"}""")[0].Should().StartWith("failed").And.Contain("elsewhere is neither");
    }

    [Fact]
    public void Junctions_links_and_subflows_are_wires()
    {
        using var flow = ImportedFlow.OfFile("""
            [{"id":"t","type":"tab","label":"L"},{"id":"t2","type":"tab","label":"M"},
             {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"json","wires":[["j"]]},
             {"id":"j","type":"junction","z":"t","wires":[["lo"]]},
             {"id":"lo","type":"link out","z":"t","mode":"link","links":["li"],"wires":[]},
             {"id":"li","type":"link in","z":"t2","links":["lo"],"wires":[["s"]]},
             {"id":"s","type":"subflow:f","z":"t2","env":[{"name":"LEVEL","value":"-61","type":"num"}],"wires":[["o"]]},
             {"id":"f","type":"subflow","name":"set","in":[{"wires":[{"id":"x"}]}],"out":[{"wires":[{"id":"x","port":0}]}],"env":[{"name":"LEVEL","value":"-1","type":"num"}]},
             {"id":"x","type":"change","z":"f","rules":[{"t":"set","p":"payload.rssi","pt":"msg","to":"LEVEL","tot":"env"}],"wires":[[]]},
             {"id":"o","type":"mqtt out","z":"t2","topic":"","wires":[]}]
            """);

        flow.Run("{}").Should().Equal("""{"rssi":-61}""");
        flow.Import.Findings.Should().HaveCount(10).And.NotContain(finding => finding.Verdict >= NodeVerdict.RunsChanged);
    }

    [Fact]
    public void What_is_disabled_does_not_run()
    {
        using var flow = ImportedFlow.OfFile($$"""
            [{"id":"t","type":"tab","label":"L"},{"id":"u","type":"tab","label":"off","disabled":true},
             {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"json","wires":[["a","d"]]},{{Rssi}},
             {"id":"d","type":"exec","z":"t","d":true,"wires":[["o"]]},{"id":"e","type":"exec","z":"u","wires":[]},
             {"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]
            """);

        flow.Run("{}").Should().Equal("""{"rssi":-60}""");
        flow.Finding("d").Should().Match<NodeFinding>(finding => finding.Verdict == NodeVerdict.LeftOut && finding.Reasons.Single() == "disabled");
        flow.Finding("e").Reasons.Should().Equal("on a disabled tab");
    }

    [Fact]
    public void A_catch_that_leads_to_an_mqtt_out_takes_what_fails()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"json","z":"t","name":"parse","property":"payload","action":"obj","wires":[["o"]]},
            {"id":"k","type":"catch","z":"t","scope":null,"wires":[["m"]]},
            {"id":"m","type":"switch","z":"t","property":"error.source.name","propertyType":"msg","checkall":"true","rules":[{"t":"eq","v":"parse","vt":"str"}],"wires":[["n"]]},
            {"id":"n","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"{\"productive\":0}","tot":"json"}],"wires":[["o"]]}
            """, datatype: "utf8");

        flow.Run("""{"rssi":-60}""", "broken").Should().Equal("""{"rssi":-60}""", """{"productive":0}""");
    }

    [Fact]
    public void A_catch_that_leads_nowhere_is_quarantine()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"json","z":"t","property":"payload","action":"obj","wires":[["o"]]},
            {"id":"k","type":"catch","z":"t","scope":null,"wires":[["g"]]},{"id":"g","type":"debug","z":"t","name":"errors","wires":[]}
            """, datatype: "utf8");

        flow.Run("broken")[0].Should().StartWith("failed");
        flow.Finding("k").Should().Match<NodeFinding>(finding => finding.Verdict == NodeVerdict.RunsChanged && finding.Reasons.Single().Contains("quarantine"));
    }

    [Fact]
    public void A_debug_is_a_comment_where_it_was_wired()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"{\"rssi\":-60}","tot":"json"}],"wires":[["g","o"]]},
            {"id":"g","type":"debug","z":"t","name":"after\nchange","wires":[]}
            """);

        flow.Run("{}").Should().Equal("""{"rssi":-60}""");
        flow.Code().Should().Contain("// trace point: debug \"after change\" (g)");
        flow.Finding("g").Verdict.Should().Be(NodeVerdict.RunsChanged);
    }

    [Fact]
    public void A_message_is_copied_for_each_wire_but_the_first()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"{\"rssi\":-1}","tot":"json"}],"wires":[["x","o"]]},
            {"id":"x","type":"change","z":"t","rules":[{"t":"set","p":"payload.rssi","pt":"msg","to":"-2","tot":"num"}],"wires":[["o"]]}
            """);

        flow.Run("{}").Should().Equal("""{"rssi":-1} {"rssi":-2}"""); // breadth first, as Node-RED delivers
    }

    [Fact]
    public void A_loop_runs_until_it_ends_or_meets_the_limits()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"range","z":"t","minin":"0","maxin":"1","minout":"0","maxout":"2","action":"scale","round":false,"property":"payload","wires":[["w"]]},
            {"id":"w","type":"switch","z":"t","property":"payload","propertyType":"msg","checkall":"false","rules":[{"t":"lt","v":"100","vt":"num"},{"t":"else"}],"wires":[["a"],["c"]]},
            {"id":"c","type":"change","z":"t","rules":[{"t":"move","p":"payload","pt":"msg","to":"payload.electrical_kwh","tot":"msg"}],"wires":[["o"]]}
            """);

        flow.Run("3")[0].Should().Be("""{"electrical_kwh":192}""");
        flow.Run("-1")[0].Should().StartWith("failed");
        flow.Finding("a").Reasons.Should().ContainSingle().Which.Should().Contain("loop");
    }

    [Fact]
    public void Every_node_of_a_file_has_its_line()
    {
        using var flow = ImportedFlow.OfFile("""
            [{"id":"t","type":"tab","label":"L"},{"id":"c","type":"comment","z":"t","name":"note"},{"id":"g","type":"group","z":"t","nodes":[]},
             {"id":"b","type":"mqtt-broker","broker":"h","credentials":{"user":"u","password":"p4ss"}},
             {"id":"x","type":"mystery","z":"t","wires":[]},{"id":"n","type":"inject","z":"t","repeat":"60","wires":[["f"]]},
             {"id":"f","type":"function","z":"t","func":"return msg","outputs":1,"wires":[["o"]]},{"id":"o","type":"mqtt out","z":"t","topic":"q","wires":[]},
             {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","wires":[["x"]]}]
            """);

        flow.Import.Rules.Should().BeEmpty();
        flow.Import.Findings.Select(finding => (finding.Id, finding.Verdict)).Should().Equal(
            ("t", NodeVerdict.LeftOut), ("c", NodeVerdict.LeftOut), ("g", NodeVerdict.LeftOut), ("b", NodeVerdict.LeftOut), ("x", NodeVerdict.LeftOut),
            ("n", NodeVerdict.Cannot), ("f", NodeVerdict.Cannot), ("o", NodeVerdict.Cannot), ("i", NodeVerdict.LeftOut));
        flow.Import.Findings[1].At.Should().Be(new SourcePosition(1, 38));
        flow.Finding("f").Reasons.Should().Equal("no mqtt in leads to it, so no device's reading ever reaches it");
    }
}
