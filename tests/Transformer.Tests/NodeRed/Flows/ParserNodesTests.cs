namespace Busroot.Transformer.Tests.NodeRed.Flows;

/// <summary>The nodes json, csv, xml and template.</summary>
public class ParserNodesTests
{
    [Theory]
    [InlineData("", "{\"x\":1}", "{\"x\":1}")]
    [InlineData("obj", "{\"x\":1}", "{\"x\":1}")]
    [InlineData("str", "{\"x\":1}", "\"{\\\"x\\\":1}\"")]
    [InlineData("", "not json", "failed: *")]
    public void Json_turns_texts_into_objects(string action, string payload, string expected)
    {
        using var flow = ImportedFlow.OfNode("json", $"\"property\":\"payload\",\"action\":\"{action}\"", datatype: "utf8");

        flow.Given(payload)[0].Should().Match(expected);
    }

    [Fact]
    public void Json_without_an_action_turns_objects_into_texts()
    {
        using var flow = ImportedFlow.OfNode("json", "\"property\":\"payload\",\"action\":\"\"", datatype: "json");

        flow.Given("""{"x":1}""", "2").Should().Equal("\"{\\\"x\\\":1}\"", "\"2\"");
    }

    [Theory]
    [InlineData("\"temp\":\"a,b\",\"multi\":\"mult\"", "1,x\n2,\"y,\"\"z\"\n", """[{"a":1,"b":"x"},{"a":2,"b":"y,\"z"}]""")]
    [InlineData("\"temp\":\"a,,c\",\"multi\":\"mult\"", "1,2,3", """[{"a":1,"c":3}]""")] // a column without a name is left out
    [InlineData("\"temp\":\"\",\"multi\":\"mult\"", "1,2", """[{"col1":1,"col2":2}]""")]
    [InlineData("\"temp\":\"\",\"hdrin\":true,\"multi\":\"mult\"", "a,b\r\n1,2\r\n", """[{"a":1,"b":2}]""")]
    [InlineData("\"temp\":\"a,b\",\"sep\":\";\",\"skip\":\"1\",\"multi\":\"mult\"", "title\n1;2", """[{"a":1,"b":2}]""")]
    [InlineData("\"temp\":\"a,b\",\"sep\":\"\\\\t\",\"strings\":false,\"multi\":\"mult\"", "1\t2", """[{"a":"1","b":"2"}]""")]
    [InlineData("\"temp\":\"a,b,c\",\"multi\":\"mult\"", "1,,\"\"", """[{"a":1}]""")]
    [InlineData("\"temp\":\"a,b,c\",\"multi\":\"mult\",\"include_empty_strings\":true,\"include_null_values\":true", "1,,\"\"", """[{"a":1,"b":null,"c":""}]""")]
    [InlineData("\"temp\":\"a,b,c\",\"multi\":\"mult\",\"spec\":\"rfc\"", "0x10,007,-1.5e3", """[{"a":16,"b":"007","c":-1500}]""")]
    [InlineData("\"temp\":\"a,b,c\",\"multi\":\"mult\"", "0x10,007,-1.5e3", """[{"a":"0x10","b":"007","c":-1500}]""")]
    [InlineData("\"temp\":\"a,b\",\"multi\":\"one\"", "1,2\n3,4", """{"a":1,"b":2} {"a":3,"b":4}""")]
    public void Csv_becomes_objects(string fields, string payload, string expected)
    {
        using var flow = ImportedFlow.OfNode("csv", fields, datatype: "utf8");

        flow.Given(payload).Should().Equal(expected);
    }

    [Fact]
    public void Objects_become_csv()
    {
        using var flow = ImportedFlow.OfNode("csv", "\"temp\":\"a,b\",\"hdrout\":\"all\",\"ret\":\"\\\\n\"");

        flow.Given("""[{"a":1,"b":"x,y"},{"a":2}]""").Should().Equal("""
            "a,b\n1,\"x,y\"\n2,\n"
            """);
    }

    [Theory]
    [InlineData("<m><kwh>12</kwh><kwh>13</kwh></m>", """{"m":{"kwh":["12","13"]}}""")]
    [InlineData("<?xml version=\"1.0\"?><m id=\"7\">x &amp; y</m>", """{"m":{"$":{"id":"7"},"_":"x & y"}}""")]
    [InlineData("<m><a/><!-- note --><b><![CDATA[<x>]]></b></m>", """{"m":{"a":[""],"b":["<x>"]}}""")]
    [InlineData("<m><a></m>", "failed: *closes what is not open*")]
    [InlineData("<m>", "failed: *is not closed*")]
    public void Xml_becomes_objects(string payload, string expected)
    {
        using var flow = ImportedFlow.OfNode("xml", "\"property\":\"payload\",\"attr\":\"\",\"chr\":\"\"", datatype: "utf8");

        flow.Given(payload)[0].Should().Match(expected);
    }

    [Theory]
    [InlineData("{{payload.a}} of {{{payload.b}}} and {{payload.b}}", "str", "\"1 of <b> and &lt;b&gt;\"")]
    [InlineData("{{#payload.list}}[{{.}}]{{/payload.list}}{{^payload.none}}none{{/payload.none}}{{! note }}", "str", "\"[x][y]none\"")]
    [InlineData("{\"v\":{{payload.a}},\"t\":\"{{topic}}\"}", "json", """{"v":1,"t":"busroot&#x2F;v1&#x2F;dau&#x2F;acme&#x2F;press-1"}""")]
    public void A_template_is_filled_from_the_message(string template, string output, string expected)
    {
        using var flow = ImportedFlow.OfNode("template", $"\"field\":\"payload\",\"fieldType\":\"msg\",\"syntax\":\"mustache\",\"output\":\"{output}\",\"template\":{System.Text.Json.JsonSerializer.Serialize(template)}");

        flow.Given("""{"a":1,"b":"<b>","list":["x","y"]}""")[0].Should().Be(expected);
    }

    [Theory]
    [InlineData("{{> part}}", "str")]
    [InlineData("a: 1", "yaml")]
    public void Templates_that_cannot_be_filled_are_named(string template, string output)
    {
        using var flow = ImportedFlow.OfNode("template", $"\"template\":\"{template}\",\"output\":\"{output}\"");

        flow.Finding("a").Verdict.Should().Be(Busroot.Transformer.NodeRed.Flows.NodeVerdict.Cannot);
    }
}
