using System.Text;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Tests.Payloads;

public class CsvPayloadTests
{
    [Theory]
    [InlineData("5,6,7", "[0]", "'5'")]
    [InlineData("5,6,7", "[2]", "'7'")]
    [InlineData("5,6,7", "[-1]", "'7'")]
    [InlineData("5,6,7", "[-3]", "'5'")]
    [InlineData("5,6,7", "[3]", "missing")]
    [InlineData("5,6,7", "[-4]", "missing")]
    [InlineData("5, 6 ,7\r\n", "[1]", "'6'")]
    [InlineData("5,,7", "[1]", "null")]
    [InlineData("5,", "[1]", "null")]
    [InlineData(",", "[-1]", "null")]
    [InlineData("1,2\n3,4\r\n\r\n", "[0]", "'3'")]
    [InlineData("1,2\r3,4", "[1]", "'4'")]
    [InlineData("\"a,b\",7", "[1]", "'7'")]
    [InlineData("\"a\nb\",7", "[1]", "'7'")]
    [InlineData("\"say \"\"7\"\"\",8", "[0]", "'say \"7\"'")]
    [InlineData("\uFEFF5,6", "[0]", "'5'")]
    public void A_column_of_the_last_row_is_found_by_index(string text, string path, string value) => Read(text, header: false, path).Should().Be(value);

    [Theory]
    [InlineData("time,good,bad\n1,5,0\n2,7,1\n", "'7' '1'")]
    [InlineData("\r\n good ,\"bad\"\r\n5,0\r\n", "'5' '0'")]
    [InlineData("time,good\n1,5", "'5' missing")]
    [InlineData("time,good,bad", "missing missing")]
    [InlineData("good,bad\n5", "'5' missing")]
    [InlineData("good,good,bad\n5,6,7", "'5' '7'")]
    public void A_column_is_found_by_its_name_in_the_header(string text, string values) => Read(text, header: true, "good", "bad").Should().Be(values);

    [Theory]
    [InlineData("", "error: the payload has no row; expected csv")]
    [InlineData(" \r\n\r\n", "error: the payload has no row; expected csv")]
    [InlineData("5,\"6\n7", "error: not valid csv: the quote at byte 2 is never closed")]
    [InlineData("1,2\n5,\"6\"\"", "error: not valid csv: the quote at byte 9 is never closed")]
    public void A_payload_without_rows_or_with_an_open_quote_is_an_error(string text, string error) => Read(text, header: false, "[0]").Should().Be(error);

    [Fact]
    public void A_name_needs_a_header() =>
        Decoded.Problem(new CsvPayload((byte)',', header: false, decimalComma: false), "good").Should().Contain("write the column's index");

    [Theory]
    [InlineData("$")]
    [InlineData("a.b")]
    [InlineData("[0][1]")]
    public void A_path_is_one_column(string path) =>
        Decoded.Problem(new CsvPayload((byte)',', header: true, decimalComma: false), path).Should().Contain("a csv path is one column");

    private static string Read(string text, bool header, params string[] paths) =>
        Decoded.Read(new CsvPayload((byte)',', header, decimalComma: false), Encoding.UTF8.GetBytes(text), paths);
}
