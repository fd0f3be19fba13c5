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
    [InlineData("obj", "{\"x\":1}", "{\"x\":1}")] // objects stay
    [InlineData("str", "\"text\"", "\"text\"")] // texts stay
    public void Json_leaves_what_is_as_it_should_be(string action, string payload, string expected)
    {
        using var flow = ImportedFlow.OfNode("json", $"\"property\":\"payload\",\"action\":\"{action}\"", datatype: "json");

        flow.Given(payload).Should().Equal(expected);
    }

    [Fact]
    public void Json_may_be_written_for_people()
    {
        using var flow = ImportedFlow.OfNode("json", "\"property\":\"payload\",\"action\":\"str\",\"pretty\":true", datatype: "json");

        flow.Given("""{"x":[1]}""").Should().Equal(""" "{\n    \"x\": [\n        1\n    ]\n}" """.Trim());
    }

    [Fact]
    public void Json_may_be_in_another_property()
    {
        using var flow = ImportedFlow.OfNode("json", "\"property\":\"payload.inner[0]\",\"action\":\"obj\"", datatype: "json");

        flow.Given("""{"inner":["{\"x\":1}"]}""").Should().Equal("""{"inner":[{"x":1}]}""");
    }

    [Theory]
    [InlineData("obj")]
    [InlineData("")]
    public void Json_reads_bytes(string action)
    {
        using var flow = ImportedFlow.Of($$"""{"id":"a","type":"json","z":"t","property":"payload","action":"{{action}}","wires":[["o"]]}""", datatype: "buffer");

        flow.Run("""{"rssi":-1}""").Should().Equal("""{"rssi":-1}""");
    }

    [Theory]
    [InlineData("base64", "\"eyJ4IjoxfQ==\"")]
    [InlineData("auto", "\"{\\\"x\\\":1}\"")]
    [InlineData("utf8", "\"{\\\"x\\\":1}\"")]
    [InlineData("", "\"{\\\"x\\\":1}\"")] // what an old file without it means
    [InlineData("auto-detect", "{\"x\":1}")]
    [InlineData("json", "{\"x\":1}")]
    public void A_payload_is_what_the_subscription_makes_of_it(string datatype, string expected)
    {
        using var flow = ImportedFlow.OfNode("change", "\"rules\":[{\"t\":\"delete\",\"p\":\"x\",\"pt\":\"msg\"}]", datatype);

        flow.Given("""{"x":1}""").Should().Equal(expected);
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

    [Theory]
    [InlineData("none", "1,2\\n", "3,4\\n", "5,6\\n")]
    [InlineData("all", "a,b\\n1,2\\n", "a,b\\n3,4\\n", "a,b\\n5,6\\n")]
    [InlineData("once", "a,b\\n1,2\\n", "3,4\\n", "a,b\\n5,6\\n")]
    [InlineData("true", "a,b\\n1,2\\n", "a,b\\n3,4\\n", "a,b\\n5,6\\n")] // as older editors saved it
    public void A_header_line_is_written_as_often_as_asked(string header, string first, string second, string afterReset)
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"function","z":"t","func":"if (msg.payload.a === 5) msg.reset = true; return msg","outputs":1,"wires":[["c"]]},
            {"id":"c","type":"csv","z":"t","temp":"a,b","hdrout":"{{header}}","ret":"\\n","wires":[["s"]]}
            """);

        flow.Given("""{"a":1,"b":2}""", """{"a":3,"b":4}""", """{"a":5,"b":6}""").Should().Equal($"\"{first}\"", $"\"{second}\"", $"\"{afterReset}\"");
    }

    [Theory]
    [InlineData("\"temp\":\"a,,c\"", "1,2,3", "\"a,c\"")]
    [InlineData("\"temp\":\"\",\"hdrin\":true", "x,y\n1,2", "\"x,y\"")]
    [InlineData("\"temp\":\"\"", "1,2\n3,4,5", "\"col1,col2,col3\" \"col1,col2,col3\"")]
    [InlineData("\"temp\":\"a,b\"", "{\"a\":1}", "\"a,b\"")]
    [InlineData("\"temp\":\"\"", "{\"a\":1,\"b,c\":2}", "\"a,\\\"b,c\\\"\"")]
    public void Csv_names_its_columns(string fields, string payload, string expected)
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"csv","z":"t",{{fields}},"wires":[["m"]]},
            {"id":"m","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"columns","tot":"msg"}],"wires":[["s"]]}
            """);

        flow.Given(payload).Should().Equal(expected);
    }

    [Fact]
    public void Csv_is_written_by_the_columns_a_message_names()
    {
        using var flow = ImportedFlow.OfNodes("""
            {"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"columns","pt":"msg","to":"b,\"a\"","tot":"str"}],"wires":[["c"]]},
            {"id":"c","type":"csv","z":"t","temp":"","hdrout":"all","ret":"\\n","wires":[["s"]]}
            """);

        flow.Given("""[{"a":1,"b":2,"c":3}]""").Should().Equal("\"b,a\\n2,1\\n\"");
    }

    [Fact]
    public void Rows_are_parts_that_join_puts_together()
    {
        using var flow = ImportedFlow.OfNodes("""
            {"id":"a","type":"csv","z":"t","temp":"a","multi":"one","wires":[["j","m"]]},
            {"id":"j","type":"join","z":"t","mode":"custom","build":"array","property":"payload","count":"","wires":[["s"]]},
            {"id":"m","type":"template","z":"t","field":"payload","template":"{{parts.index}}/{{parts.count}}","wires":[["s"]]}
            """, datatype: "utf8");

        flow.Given("1\n2", "3").Should().Equal("""
            [{"a":1},{"a":2}] "0/2" "1/2"
            """.Split(' ') is [var rows, var first, var second] ? $"{first} {rows} {second}" : "", """
            [{"a":3}] "0/1"
            """);
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

    [Fact]
    public void A_template_reaches_the_context_and_the_environment()
    {
        using var flow = ImportedFlow.OfFile("""
            [{"id":"t","type":"tab","label":"L","env":[{"name":"SITE","value":"north","type":"str"}]},
             {"id":"i","type":"mqtt in","z":"t","topic":"busroot/v1/dau/acme/+","datatype":"json","wires":[["a"]]},
             {"id":"a","type":"change","z":"t","rules":[{"t":"set","p":"a.b","pt":"flow","to":"payload.f","tot":"msg"},{"t":"set","p":"g","pt":"global","to":"payload.g","tot":"msg"}],"wires":[["b"]]},
             {"id":"b","type":"template","z":"t","field":"payload","template":"{{flow.a.b}} {{flow[memory].a.b}} {{global.g}} {{env.SITE}} {{env.NONE}}{{flow.none}}{{other.x}}.","wires":[["c"]]},
             {"id":"c","type":"switch","z":"t","property":"payload","rules":[{"t":"eq","v":"1 1 2 north .","vt":"str"}],"wires":[["d"]]},
             {"id":"d","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"{\"rssi\":-1}","tot":"json"}],"wires":[["o"]]},
             {"id":"o","type":"mqtt out","z":"t","topic":"","wires":[]}]
            """);

        flow.Run("""{"f":1,"g":2}""").Should().Equal("""{"rssi":-1}""");
    }

    [Theory]
    [InlineData("\"field\":\"kept\",\"fieldType\":\"flow\"", "flow")]
    [InlineData("\"field\":\"#:(disk)::kept\",\"fieldType\":\"global\"", "global")]
    public void A_template_may_fill_the_context(string fields, string store)
    {
        using var flow = ImportedFlow.OfNodes($$"""
            {"id":"a","type":"template","z":"t",{{fields}},"template":"[MUSTACHE]","output":"json","wires":[["b"]]},
            {"id":"b","type":"change","z":"t","rules":[{"t":"set","p":"payload","pt":"msg","to":"kept","tot":"{{store}}"}],"wires":[["s"]]}
            """.Replace("MUSTACHE", "{{payload}}", StringComparison.Ordinal));

        flow.Given("5").Should().Equal("[5]");
    }

    [Theory]
    [InlineData("str", "\"{{payload}}\"")]
    [InlineData("json", "7")]
    public void A_plain_template_is_left_alone(string output, string expected)
    {
        using var flow = ImportedFlow.OfNode("template", $"\"field\":\"payload\",\"syntax\":\"plain\",\"output\":\"{output}\",\"template\":\"{(output == "str" ? "{{payload}}" : "7")}\"");

        flow.Given("1").Should().Equal(expected);
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
