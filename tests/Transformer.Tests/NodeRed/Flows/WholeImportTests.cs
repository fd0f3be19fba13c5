using System.Text;
using Busroot.Transformer.NodeRed.Flows;
using Busroot.Transformer.Rules;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

/// <summary>From a file of Node-RED to a rule folder whose examples pass, by the same calls as <c>busroot rules import</c>.</summary>
public class WholeImportTests
{
    private const string Flows = """
        [{"id":"t1","type":"tab","label":"presses"},
         {"id":"b1","type":"mqtt-broker","name":"m","broker":"127.0.0.1","port":"1883","protocolVersion":"4","keepalive":"60","cleansession":true},
         {"id":"i1","type":"mqtt in","z":"t1","topic":"busroot/v1/dau/#","qos":"0","datatype":"json","broker":"b1","nl":false,"rap":true,"rh":0,"inputs":0,"wires":[["f1"]]},
         {"id":"f1","type":"function","z":"t1","name":"rule","func":"const d = msg.payload;\nconst out = {};\nout.production_count_good = d.regs[0] * 65536 + d.regs[1];\nout.electrical_kwh = (d.regs[2] * 65536 + d.regs[3]) / 100;\nout.productive = d.status === 'RUN' ? 1 : 0;\nout.rssi = parseInt(d.rssi, 10);\nmsg.topic = msg.topic.replace('/dau/', '/');\nmsg.payload = out;\nreturn msg;","outputs":1,"timeout":0,"initialize":"","finalize":"","libs":[],"wires":[["o1"]]},
         {"id":"n1","type":"inject","z":"t1","name":"running","props":[{"p":"payload"},{"p":"topic","vt":"str"}],"repeat":"","topic":"busroot/v1/dau/acme/press-1","payload":"{\"regs\":[0,1234,1,4567],\"status\":\"RUN\",\"rssi\":\"-65\"}","payloadType":"json","wires":[["f1"]]},
         {"id":"n2","type":"inject","z":"t1","name":"no registers","props":[{"p":"payload"}],"repeat":"","topic":"","payload":"{}","payloadType":"json","wires":[["f1"]]},
         {"id":"o1","type":"mqtt out","z":"t1","topic":"","qos":"0","retain":"false","broker":"b1","wires":[]}]
        """;

    [Fact]
    public void A_function_flow_becomes_a_rule_whose_examples_say_what_it_gives()
    {
        using var files = new RuleFiles();
        var account = Path.Combine(files.Directory, "acme");

        var import = FlowImport.Of(Encoding.UTF8.GetBytes(Flows));
        var written = RuleFolderWriter.Write(import.Rules.Single(), account, mayOverwrite: false);

        written.Problems.Should().BeEmpty();
        import.Findings.Should().NotContain(finding => finding.Verdict == NodeVerdict.Cannot);
        var rule = files.Load().Rules.Single();
        rule.Kind.Should().Be(RuleKind.Function);
        rule.Examples.Select(example => example.Description).Should().Equal("running", "no registers");
        ExampleRunner.Run(rule).Should().OnlyContain(result => result.Passed);
        File.ReadAllText(Path.Combine(written.Folder, "examples.json")).Should()
            .Contain("\"production_count_good\": 1234").And.Contain("\"electrical_kwh\": 701.03").And.Contain("\"rssi\": -65").And.Contain("\"error\": ");
    }
}
