using System.Text;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Tests.Payloads;

public class JsonShapedPayloadTests
{
    [Theory]
    [InlineData("ID=17 CNT=001234 RUN=1", """{"ID":"17","CNT":"001234","RUN":"1"}""")]
    [InlineData("a=1;b=2&c=3,d=4\r\n e = 5", null)] // a blank ends a pair
    [InlineData("a=1;b=2&c=3,d=4\r\ne=5\r\n", """{"a":"1","b":"2","c":"3","d":"4","e":"5"}""")]
    [InlineData("name=\"two words\" n=1", """{"name":"two words","n":"1"}""")]
    [InlineData("a= b=2", """{"a":"","b":"2"}""")]
    [InlineData("", "error: the payload has no pair; expected key=value")]
    [InlineData("Offline", "error: not a key=value pair at byte 0: \"Offline\"")]
    [InlineData("a=1 =2", "error: not a key=value pair at byte 4: \"\"")]
    public void Key_value_pairs_are_an_object_of_texts(string text, string? json) =>
        Convert(new KeyValuePayload(null, (byte)'=', decimalComma: false), text).Should().Match(json ?? "error: not a key=value pair at byte *");

    [Theory]
    [InlineData("kwh: 15774,45; n: 3", """{"kwh":"15774,45","n":"3"}""")]
    [InlineData("state: running fast\nn: 3", """{"state":"running fast","n":"3"}""")]
    [InlineData("#07;n:3;*5A", """{"n":"3"}""")] // a number in front, a checksum behind
    [InlineData("#07;*5A", "error: the payload has no pair; expected key:value")]
    public void Separators_can_be_named(string text, string json) =>
        Convert(new KeyValuePayload((byte)';', (byte)':', decimalComma: true), text).Should().Be(json);

    [Theory]
    [InlineData("m,site=leeds,st=C\\ 1 parts=1200i,kwh=1.5,run=t,ok=FALSE,s=\"a \\\"b\\\", c\" 1650006388943000000\n# note\nm x=1\n",
        """[{"measurement":"m","tags":{"site":"leeds","st":"C 1"},"fields":{"parts":1200,"kwh":1.5,"run":true,"ok":false,"s":"a \"b\", c"},"time":1.650006388943E+18},{"measurement":"m","tags":{},"fields":{"x":1}}]""")]
    [InlineData("m x=1u", """[{"measurement":"m","tags":{},"fields":{"x":1}}]""")]
    [InlineData("m", "error: not line protocol at byte 0: \"m\" is no point; expected *")]
    [InlineData("m x=1 y", "error: *")]
    [InlineData("m x=", "error: *")]
    [InlineData("m x=nan", "error: *")]
    [InlineData("m x=\"a", "error: *")]
    [InlineData("m,t x=1", "error: *")]
    [InlineData("\n\n", "error: the payload has no point; expected line protocol")]
    public void Line_protocol_is_an_array_of_points(string text, string json) => Convert(new LineProtocolPayload(), text).Should().Match(json.Replace("[", "?", StringComparison.Ordinal));

    [Theory]
    [InlineData("<a><b>1</b><c x='2'>3</c><d/><b>4</b></a>", """{"a":{"b":["1","4"],"c":{"@x":"2","#text":"3"},"d":""}}""")]
    [InlineData("<?xml version=\"1.0\"?><m:A xmlns:m='urn:x'><m:Part sub='ALL'>7</m:Part></m:A>", """{"A":{"Part":{"@sub":"ALL","#text":"7"}}}""")]
    [InlineData("<a>", "error: not valid XML at line 1, column *")]
    [InlineData("", "error: the payload is empty; expected XML")]
    [InlineData("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "error: not valid XML: *DTD*")]
    public void Xml_is_an_object(string text, string json) => Convert(new XmlPayload(), text).Should().Match(json.Replace("[", "?", StringComparison.Ordinal).Replace("]", "?", StringComparison.Ordinal));

    [Fact]
    public void Xml_has_a_greatest_depth() =>
        Convert(new XmlPayload(), string.Concat(Enumerable.Repeat("<a>", 60)) + string.Concat(Enumerable.Repeat("</a>", 60))).Should().EndWith("elements are nested deeper than 48");

    [Theory]
    [InlineData(true, "time,station\n1,ST10\n\n2,\"ST,20\"\n", """[{"time":"1","station":"ST10"},{"time":"2","station":"ST,20"}]""")]
    [InlineData(false, "1,2\n3", """[["1","2"],["3"]]""")]
    [InlineData(true, "time,station\n", "[]")]
    [InlineData(true, "", "error: the payload has no row; expected csv")]
    [InlineData(false, "1,\"2", "error: not valid csv: the quote at byte 2 is never closed")]
    public void Csv_with_all_rows_is_an_array(bool header, string text, string json) =>
        Convert(new CsvRowsPayload((byte)',', header, decimalComma: false), text).Should().Be(json);

    [Fact]
    public void A_row_may_have_as_many_fields_as_bytes()
    {
        var text = new string(',', 250_000); // quadratic work would take minutes

        Convert(new CsvRowsPayload((byte)',', header: false, decimalComma: false), text).Length.Should().Be(2 + 2 + (250_001 * 3) - 1);
    }

    [Theory]
    [InlineData("AQI=", "1")]
    [InlineData(" AQI=\n", "1")]
    [InlineData("AQI", "error: not valid Base64: \"AQI\"")]
    [InlineData("", "error: the payload is empty; expected Base64")]
    public void Base64_is_decoded_first(string text, string value)
    {
        var field = new BinaryField("x", 0, FieldType.Unsigned, 1, ByteOrder.Abcd, null, 1, []);

        Decoded.Read(new BinaryPayload([field], ByteEncoding.Base64, Framing.None), Encoding.ASCII.GetBytes(text), "x").Should().Be(value);
    }

    private static string Convert(JsonShapedPayload format, string text) =>
        format.TryConvert(Encoding.UTF8.GetBytes(text), new SlotTable(), out var json, out var error) ? Encoding.UTF8.GetString(json).Replace("\\u0022", "\\\"", StringComparison.Ordinal) : "error: " + error;
}
