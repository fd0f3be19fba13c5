using System.Text.Json;
using Busroot.Transformer.NodeRed.Flows;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

public class FunctionFlowTests
{
    private const string Function = """{"id":"a","type":"function","z":"t","name":"map","func":"// as it stands\nmsg.payload = { rssi: msg.payload.r };\nreturn msg;","outputs":1,"initialize":"","finalize":"","libs":[],"wires":[["o"]]}""";

    [Fact]
    public void A_single_function_is_the_rule_as_it_stands()
    {
        using var flow = ImportedFlow.Of(Function, datatype: "json");

        flow.Code().Should().Be("// as it stands\nmsg.payload = { rssi: msg.payload.r };\nreturn msg;\n");
        using var rule = JsonDocument.Parse(flow.Code("rule.json"));
        rule.RootElement.GetProperty("kind").GetString().Should().Be("function");
        rule.RootElement.GetProperty("payload").GetString().Should().Be("json");
        flow.Finding("a").Verdict.Should().Be(NodeVerdict.Runs);
    }

    [Fact]
    public void Json_nodes_around_a_single_function_are_its_payload_format()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"json","z":"t","property":"payload","action":"","wires":[["f"]]},
            {"id":"f","type":"function","z":"t","func":"return msg","outputs":1,"initialize":"context.set('n', 0)","finalize":"node.log('bye')","wires":[["g"]]},
            {"id":"g","type":"json","z":"t","property":"payload","action":"str","wires":[["o"]]}
            """, datatype: "utf8");

        flow.Code().Should().Be("return msg\n");
        flow.Code("start.js").Should().Be("context.set('n', 0)\n");
        flow.Code("stop.js").Should().Be("node.log('bye')\n");
        flow.Import.Findings.Should().OnlyContain(finding => finding.Verdict == NodeVerdict.Runs || finding.Type == "tab");
    }

    [Theory]
    [InlineData("auto-detect")]
    [InlineData("buffer")]
    [InlineData("utf8")]
    public void The_payload_of_a_function_is_what_mqtt_in_gave(string datatype)
    {
        using var flow = ImportedFlow.Of(Function, datatype);

        flow.Code("rule.json").Should().Contain($"\"payload\": \"{datatype}\"").And.Contain("\"name\": \"map\"");
        flow.Finding("i").Verdict.Should().Be(NodeVerdict.Runs);
    }

    [Theory]
    [InlineData("const fs = require('fs');", "line 1: require(): modules of Node.js and npm are not available")]
    [InlineData("\nreturn fetch('http://x')", "line 2: fetch(): a rule has no network")]
    [InlineData("String.prototype.x = 1", "line 1: built-in objects cannot be extended")]
    [InlineData("node.linkcall('x', msg)", "line 1: node.linkcall")]
    [InlineData("return RED.nodes.getNode('x')", "line 1: RED.nodes")]
    [InlineData("msg.res.send('x')", "line 1: msg.res")]
    [InlineData("if (", "line 1: SyntaxError")]
    public void What_a_function_cannot_do_is_said_with_its_line(string body, string reason)
    {
        using var flow = ImportedFlow.Of($$"""{"id":"a","type":"function","z":"t","func":{{JsonSerializer.Serialize(body)}},"outputs":1,"wires":[["o"]]}""");

        flow.Finding("a").Should().Match<NodeFinding>(finding => finding.Verdict == NodeVerdict.Cannot && finding.Reasons.Single().StartsWith(reason));
    }

    [Fact]
    public void Modules_cannot_be_loaded()
    {
        using var flow = ImportedFlow.Of("""{"id":"a","type":"function","z":"t","func":"return msg","libs":[{"var":"moment","module":"moment"}],"outputs":1,"wires":[["o"]]}""");

        flow.Finding("a").Reasons.Should().ContainSingle().Which.Should().Contain("module moment");
    }

    [Theory]
    [InlineData("const last = flow.get(msg.topic + '.last')", "line 1")]
    [InlineData("\nglobal.set(`x.${msg.topic}`, 1)", "line 2")]
    public void State_by_topic_is_pointed_out(string body, string line)
    {
        using var flow = ImportedFlow.Of($$"""{"id":"a","type":"function","z":"t","func":{{JsonSerializer.Serialize(body)}},"outputs":1,"wires":[["o"]]}""");

        flow.Finding("a").Should().Match<NodeFinding>(finding => finding.Verdict == NodeVerdict.RunsChanged && finding.Reasons.Single().StartsWith(line + ": it keeps state by topic"));
    }

    [Fact]
    public void Undeclared_variables_of_two_functions_meet()
    {
        using var flow = ImportedFlow.Of("""
            {"id":"a","type":"function","z":"t","func":"total = 1; own = 2; let mine; mine = 3; return msg","outputs":1,"wires":[["b"]]},
            {"id":"b","type":"function","z":"t","func":"total = 2; mine = 4; return msg","outputs":1,"wires":[["o"]]}
            """);

        flow.Finding("a").Reasons.Should().ContainSingle().Which.Should().StartWith("it sets total");
        flow.Finding("b").Reasons.Should().ContainSingle().Which.Should().StartWith("it sets total");
    }
}
