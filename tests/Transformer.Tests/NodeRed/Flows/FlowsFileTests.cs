using System.Text;
using Busroot.Transformer.NodeRed.Flows;

namespace Busroot.Transformer.Tests.NodeRed.Flows;

public class FlowsFileTests
{
    private const string Good = """
        [{"id":"t","type":"tab","label":"L"},
         {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"json","wires":[["s"]]},
         {"id":"s","type":"subflow:f","z":"t","wires":[["w"]]},{"id":"f","type":"subflow","in":[{"wires":[{"id":"x"}]}],"out":[{"wires":[{"id":"x","port":0}]}]},
         {"id":"x","type":"change","z":"f","rules":[{"t":"set","p":"payload.rssi","pt":"msg","to":"-1","tot":"num"},{"t":"change","p":"a","from":"b","to":"c"}],"wires":[[]]},
         {"id":"w","type":"switch","z":"t","property":"payload.rssi","rules":[{"t":"lt","v":"0"},{"t":"btwn","v":"1","v2":"2"}],"wires":[["q"],["o"]]},
         {"id":"q","type":"function","z":"t","func":"return msg","outputs":1,"initialize":"","finalize":"","libs":[],"wires":[["l"]]},
         {"id":"l","type":"link out","z":"t","links":["m"]},{"id":"m","type":"link in","z":"t","wires":[["o","k"]]},
         {"id":"k","type":"csv","z":"t","sep":",","temp":"a,b","wires":[["n"]]},{"id":"n","type":"join","z":"t","mode":"custom","build":"array","count":"2","wires":[["o"]]},
         {"id":"e","type":"inject","z":"t","props":[{"p":"payload"}],"payload":"{}","payloadType":"json","wires":[["s"]]},
         {"id":"c","type":"catch","z":"t","scope":["x"],"wires":[["o"]]},{"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]
        """;

    [Theory]
    [InlineData("[{\"id\":\"a\",\"type\":\"tab\"}]")]
    [InlineData("{\"flows\":[{\"id\":\"a\",\"type\":\"tab\"}],\"rev\":\"x\"}")]
    [InlineData("{\"rev\":{\"a\":[1]},\"flows\":[{\"id\":\"a\",\"type\":\"tab\"}]}")]
    [InlineData("\uFEFF[{\"id\":\"a\",\"type\":\"tab\"}]")]
    public void A_file_is_an_array_or_an_object_around_it(string text)
    {
        var file = FlowsFile.Parse(Encoding.UTF8.GetBytes(text));

        file.Problems.Should().BeEmpty();
        file.Nodes.Should().ContainSingle().Which.Id.Should().Be("a");
    }

    [Theory]
    [InlineData("", "1:1", "empty")]
    [InlineData("5", "1:1", "an array of nodes")]
    [InlineData("{}", "1:1", "an array of nodes")]
    [InlineData("{\"flows\":5}", "1:1", "an array of nodes")]
    [InlineData("[\n1]", "2:1", "a node is an object")]
    [InlineData("[{\"type\":\"tab\"}]", "1:2", "no id")]
    [InlineData("[{\"id\":\"a\"}]", "1:2", "no type")]
    [InlineData("[{\"id\":\"a\",\"type\":\"tab\"},\n {\"id\":\"a\",\"type\":\"x\"}]", "2:2", "has the id a already")]
    [InlineData("[{\"id\":\"\\ud800\",\"type\":\"tab\"}]", "1:2", "surrogate")]
    [InlineData("[{\"id\":\"a\",\n\"type\":", "2:8", "not valid JSON")]
    [InlineData("[] x", "1:4", "not valid JSON")]
    public void What_is_wrong_is_said_with_its_place(string text, string at, string message)
    {
        var problem = FlowsFile.Parse(Encoding.UTF8.GetBytes(text)).Problems.Should().ContainSingle().Subject;

        problem.Message.Should().Contain(message);
        $"{problem.At.Line}:{problem.At.Column}".Should().Be(at);
    }

    [Fact]
    public void No_file_makes_the_import_throw()
    {
        var good = Encoding.UTF8.GetBytes(Good);
        FlowImport.Of(good).Rules.Should().ContainSingle();
        var random = new Random(7);
        string[] values = ["null", "5", "\"x\"", "[]", "{}", "true", "\"\"", "[[[\"i\"]]]", "[{\"id\":\"s\",\"port\":-1}]", "1e999"];

        for (var i = 0; i < 3_000; i++)
        {
            // One value after some colon becomes another, so that most files stay JSON and reach the translation.
            var colons = Enumerable.Range(0, good.Length).Where(at => good[at] == ':').ToArray();
            var text = Good;
            for (var n = 0; n <= i % 3; n++)
            {
                var at = colons[random.Next(colons.Length)] + 1;
                var end = Math.Min(text.IndexOfAny([',', '}'], Math.Min(at, text.Length - 1)), text.Length);
                text = end > at ? text[..at] + values[random.Next(values.Length)] + text[end..] : text;
            }

            var import = () => FlowImport.Of(Encoding.UTF8.GetBytes(text));
            import.Should().NotThrow(text);
        }

        for (var length = 0; length < good.Length; length += 7)
        {
            var import = () => FlowImport.Of(good.AsSpan(0, length));
            import.Should().NotThrow();
        }
    }

    [Fact]
    public void A_subflow_within_itself_and_missing_parts_are_told()
    {
        using var flow = ImportedFlow.OfFile("""
            [{"id":"t","type":"tab","label":"L"},
             {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"json","wires":[["s","gone","t"],["o"]]},
             {"id":"s","type":"subflow:f","z":"t","wires":[["o"]]},{"id":"u","type":"subflow:none","z":"t","wires":[]},
             {"id":"f","type":"subflow","in":[{"wires":[{"id":"r"}]}],"out":[{"wires":[{"id":"r","port":0}]}]},
             {"id":"r","type":"subflow:f","z":"f","wires":[[]]},
             {"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]
            """);

        flow.Finding("r").Reasons.Should().ContainSingle().Which.Should().Contain("contains itself");
        flow.Finding("u").Reasons.Should().ContainSingle().Which.Should().Contain("none is not in the file");
        flow.Finding("i").Reasons.Should().Contain(reason => reason.Contains("gone, which is not in the file")).And.Contain(reason => reason.Contains("leads to a tab"));
    }
}
