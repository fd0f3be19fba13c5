using System.Text;
using Busroot.Transformer.NodeRed.Flows;
using Busroot.Transformer.Rules;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

public class RuleFolderWriterTests
{
    private const string Flows = """
        [{"id":"t","type":"tab","label":"Line 1"},
         {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"utf8","wires":[["a"]]},
         {"id":"a","type":"json","z":"t","property":"payload","action":"obj","wires":[["c"]]},
         {"id":"c","type":"change","z":"t","rules":[{"t":"move","p":"payload.r","pt":"msg","to":"payload.rssi","tot":"msg"}],"wires":[["o"]]},
         {"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]},
         {"id":"n1","type":"inject","z":"t","name":"live","props":[{"p":"payload"},{"p":"topic","vt":"str"}],"topic":"busroot/v1/dau/acme/press-7","payload":"{\"r\":-60}","payloadType":"str","wires":[["a"]]},
         {"id":"n2","type":"inject","z":"t","name":"live","props":[{"p":"payload","v":"{}","vt":"json"},{"p":"more","v":"1","vt":"num"}],"repeat":"5","wires":[["a"]]},
         {"id":"n3","type":"inject","z":"t","payload":"broken","payloadType":"str","wires":[["a"]]},
         {"id":"n4","type":"inject","z":"t","payload":"[255,254]","payloadType":"bin","wires":[["a"]]},
         {"id":"n5","type":"inject","z":"t","payload":"","payloadType":"date","wires":[["a"]]},
         {"id":"n6","type":"inject","z":"t","payload":"$now()","payloadType":"jsonata","wires":[["a"]]},
         {"id":"n7","type":"inject","z":"t","payload":"{}","payloadType":"json","wires":[["c"]]}]
        """;

    [Fact]
    public void Injects_become_examples_that_expect_what_the_rule_gives()
    {
        using var files = new RuleFiles();
        var import = FlowImport.Of(Encoding.UTF8.GetBytes(Flows));

        var written = RuleFolderWriter.Write(import.Rules.Single(), files.Directory, mayOverwrite: false);

        written.Problems.Should().BeEmpty();
        var rule = files.Load().Rules.Single();
        rule.Examples.Select(example => example.Description).Should().Equal("live", "live (2)", "inject n3", "inject n4", "inject n5");
        rule.Examples[0].Messages[0].Topic.Should().Be("busroot/v1/dau/acme/press-7");
        rule.Examples[1].Messages[0].Topic.Should().Be("busroot/v1/dau/acme/device");
        rule.Examples[3].Messages[0].Payload.Should().Equal(255, 254);
        ExampleRunner.Run(rule).Should().OnlyContain(result => result.Passed);
        ExampleRunner.Run(rule)[0].Actual.Should().Be("""{"rssi":-60}""");
    }

    [Fact]
    public void What_of_an_inject_is_no_example_is_told()
    {
        var import = FlowImport.Of(Encoding.UTF8.GetBytes(Flows));
        NodeFinding Of(string id) => import.Findings.Single(finding => finding.Id == id);

        Of("n1").Verdict.Should().Be(NodeVerdict.Runs);
        Of("n2").Reasons.Should().Equal("an example of the rule; its schedule is not run, since a rule runs when its device sends", "only its payload and topic are in the example");
        Of("n6").Should().Match<NodeFinding>(finding => finding.Verdict == NodeVerdict.Cannot && finding.Reasons.Single().Contains("jsonata"));
        Of("n7").Should().Match<NodeFinding>(finding => finding.Verdict == NodeVerdict.LeftOut && finding.Reasons.Single().Contains("middle of the flow"));
    }

    [Fact]
    public void A_folder_that_is_there_is_kept_until_it_may_be_replaced()
    {
        using var files = new RuleFiles();
        var rule = FlowImport.Of(Encoding.UTF8.GetBytes(Flows)).Rules.Single();
        files.With("line-1/rule.json", "mine").With("line-1/README.md", "notes");

        RuleFolderWriter.Write(rule, files.Directory, mayOverwrite: false).IsKept.Should().BeTrue();
        File.ReadAllText(Path.Combine(files.Directory, "line-1", "rule.json")).Should().Be("mine");

        RuleFolderWriter.Write(rule, files.Directory, mayOverwrite: true).IsKept.Should().BeFalse();
        files.Load().Problems.Should().BeEmpty();
        File.Exists(Path.Combine(files.Directory, "line-1", "README.md")).Should().BeTrue();
    }
}
