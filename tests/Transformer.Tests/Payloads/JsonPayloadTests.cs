using System.Text;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Tests.Payloads;

public class JsonPayloadTests
{
    [Theory]
    [InlineData("$", "7", "7")]
    [InlineData("a", """{"a":7}""", "7")]
    [InlineData("a.b[1]", """{"x":{"b":[1]},"a":{"c":[9],"b":[1,2,3]}}""", "2")]
    [InlineData("a[-1]", """{"a":[1,2,3]}""", "3")]
    [InlineData("a[-3]", """{"a":[1,2,3]}""", "1")]
    [InlineData("a[-4]", """{"a":[1,2,3]}""", "missing")]
    [InlineData("a[3]", """{"a":[1,2,3]}""", "missing")]
    [InlineData("[1][0]", """[[1],[2]]""", "2")]
    [InlineData("[-1][-1].x", """[[{"x":1}],[{"x":2},{"x":3}]]""", "3")]
    [InlineData("TagData[-1].Values.Good", """{"TagData":[{"Values":{"Good":1200}},{"Values":{"Good":1207}}]}""", "1207")]
    [InlineData("$['a/b.c']", """{"a/b.c":7}""", "7")]
    [InlineData("$['é']", """{"\u00e9":7}""", "7")]
    [InlineData("$['é']", """{"é":7}""", "7")]
    [InlineData("a", """{"a":"\u0037"}""", "'7'")]
    [InlineData("a", """{"a":"  RUN\n"}""", "'RUN'")]
    [InlineData("a", """{"a":""}""", "null")]
    [InlineData("a", """{"a":true}""", "true")]
    [InlineData("a", """{"a":false}""", "false")]
    [InlineData("a", """{"a":null}""", "null")]
    [InlineData("a", """{"a":{"a":1}}""", "unusable")]
    [InlineData("a", """{"a":[1]}""", "unusable")]
    [InlineData("a", """{"a":1e999}""", "unusable")]
    [InlineData("a.b", """{"a":1}""", "missing")]
    [InlineData("a", "[1]", "missing")]
    [InlineData("a", """{"a":1,"a":2}""", "2")]
    [InlineData("a.b", """{"a":{"b":1},"a":{"c":2}}""", "missing")]
    [InlineData("a", """{"A":1}""", "missing")]
    public void A_path_finds_its_value(string path, string payload, string value) =>
        Read(payload, path).Should().Be(value);

    [Fact]
    public void One_pass_finds_many_values()
    {
        const string Payload = """{"a":{"b":1,"c":[2,3]},"d":"x"}""";

        Read(Payload, "a.b", "a.c[0]", "a.c[-1]", "d", "a", "$").Should().Be("1 2 3 'x' unusable unusable");
    }

    [Fact]
    public void An_element_can_be_wanted_from_both_ends() => Read("[5]", "[0]", "[-1]").Should().Be("5 5");

    [Fact]
    public void A_byte_order_mark_is_skipped() => Read("\uFEFF{\"a\":1}", "a").Should().Be("1");

    [Fact]
    public void A_text_too_long_for_a_value_is_unusable()
    {
        Read($$"""{"a":"{{new string('x', 256)}}"}""", "a").Should().StartWith("'xxx");
        Read($$"""{"a":"{{new string('x', 257)}}"}""", "a").Should().Be("unusable");
        Read($$"""{"a":"\n{{new string('x', 5000)}}"}""", "a").Should().Be("unusable");
        Read($$"""{"\n{{new string('x', 5000)}}":1,"a":2}""", "a").Should().Be("2");
    }

    [Theory]
    [InlineData("", "the payload is empty; expected JSON")]
    [InlineData("Offline", "not valid JSON at byte 0: *")]
    [InlineData("""{"a":1""", "not valid JSON at byte 6: *")]
    [InlineData("{\"a\":1,\n\"b\":x}", "not valid JSON at byte 12: *")]
    [InlineData("""{"a":1}{"a":2}""", "not valid JSON at byte 7: *")]
    [InlineData("""{"a":"\ud800"}""", "not valid JSON at byte *")]
    public void What_is_not_JSON_is_an_error_with_the_byte_at_fault(string payload, string message) => Error(payload, lenient: false).Should().Match("*" + message);

    [Fact]
    public void Nesting_has_a_limit()
    {
        Read($"{new string('[', 64)}1{new string(']', 64)}", "$").Should().Be("unusable");
        Error(new string('[', 100_000), lenient: false).Should().Contain("at byte 64");
    }

    [Theory]
    [InlineData("""{"a":nan,"b":2}""", "null 2")]
    [InlineData("""{"a":NaN,"b":-nan}""", "null null")]
    [InlineData("""{"a":inf,"b":-inf}""", "null null")]
    [InlineData("""{"a":Infinity,"b":-Infinity}""", "null null")]
    [InlineData("""{"a":+INF,"b":NAN}""", "null null")]
    [InlineData("""{"a":-1.#IND,"b":1.#QNAN00}""", "null null")]
    [InlineData("""{"a":nan(ind),"b":-nan(0x8000000000000)}""", "null null")]
    [InlineData("""{"a":[nan,nan],"b":2,}""", "unusable 2")]
    [InlineData("{\"a\":1, // nan \"quoted\n\"b\":2}", "1 2")]
    [InlineData("{\"a\":1, /* nan \" */ \"b\":nan}", "1 null")]
    [InlineData("{\"a\":\"nan\",\"b\":\"say \\\"nan\\\" twice: nan\"}", "'nan' 'say \"nan\" twice: nan'")]
    [InlineData("""{"nan":1,"a":1,"b":2}""", "1 2")]
    public void The_lenient_reader_takes_what_is_no_number_for_null(string payload, string values) => Read(payload, lenient: true, "a", "b").Should().Be(values);

    [Theory]
    [InlineData("""{"a":nano,"b":nan}""", 6)]
    [InlineData("""{"x":nan,"y":nan,"b":?}""", 21)]
    [InlineData("""{"x":nan,"y":nan""", 16)]
    [InlineData("""{"a":1 "b":2}""", 7)]
    [InlineData("""{"a":--nan}""", 6)]
    public void The_lenient_reader_names_the_byte_in_the_payload_as_it_came(string payload, int at) =>
        Error(payload, lenient: true).Should().StartWith($"not valid JSON at byte {at}:");

    [Fact]
    public void The_strict_reader_takes_no_liberties()
    {
        Error("""{"a":nan}""", lenient: false).Should().NotBeEmpty();
        Error("""{"a":1,}""", lenient: false).Should().NotBeEmpty();
        Error("{\"a\":1} // x", lenient: false).Should().NotBeEmpty();
    }

    private static string Read(string payload, params string[] paths) => Read(payload, lenient: false, paths);

    private static string Read(string payload, bool lenient, params string[] paths) =>
        Decoded.Read(new JsonPayload(lenient), Encoding.UTF8.GetBytes(payload), paths);

    private static string Error(string payload, bool lenient)
    {
        var read = Decoded.Read(new JsonPayload(lenient), Encoding.UTF8.GetBytes(payload), "a");
        return read.StartsWith("error: ", StringComparison.Ordinal) ? read[7..] : "";
    }
}
