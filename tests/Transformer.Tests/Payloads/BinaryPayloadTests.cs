using System.Text;
using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Tests.Payloads;

public class BinaryPayloadTests
{
    [Theory]
    [InlineData("u8", "80", "128")]
    [InlineData("i8", "80", "-128")]
    [InlineData("u16", "0102", "258")]
    [InlineData("u16 le", "0102", "513")]
    [InlineData("i16", "FFFE", "-2")]
    [InlineData("u32", "0001E240", "123456")]
    [InlineData("u32 cdab", "E2400001", "123456")]
    [InlineData("u32 badc", "010040E2", "123456")]
    [InlineData("u32 le", "40E20100", "123456")]
    [InlineData("i32 cdab", "C568FFFF", "-15000")]
    [InlineData("i64", "000000000012D687", "1234567")]
    [InlineData("i64", "FFFFFFFFFFFFFFFF", "-1")]
    [InlineData("i64 cdab", "D687001200000000", "1234567")]
    [InlineData("u64", "8000000000000000", "9.223372036854776E+18")]
    [InlineData("f32", "449A51EC", "1234.56")]
    [InlineData("f32 cdab", "51EC449A", "1234.56")]
    [InlineData("f32", "7FC00000", "unusable")]
    [InlineData("f32", "FF800000", "unusable")]
    [InlineData("f64", "40934A3D70A3D70A", "1234.56")]
    [InlineData("f64", "7FF8000000000000", "unusable")]
    public void A_field_is_read_as_its_type_and_order_say(string type, string hex, string value) => Read(Field(type), hex).Should().Be(value);

    [Theory]
    [InlineData("00123456", "123456")]
    [InlineData("99999999", "99999999")]
    [InlineData("0012345A", "unusable")]
    [InlineData("A0123456", "unusable")]
    public void Binary_coded_decimals_are_read_digit_by_digit(string hex, string value) =>
        Read(Field("u32") with { Type = FieldType.Bcd }, hex).Should().Be(value);

    [Theory]
    [InlineData(0, "0102030405", "1")]
    [InlineData(4, "0102030405", "5")]
    [InlineData(5, "0102030405", "missing")]
    [InlineData(-1, "0102030405", "5")]
    [InlineData(-5, "0102030405", "1")]
    [InlineData(-6, "0102030405", "missing")]
    [InlineData(1_000_000, "01", "missing")]
    public void A_field_outside_the_payload_is_missing(int offset, string hex, string value) => Read(Field("u8") with { Offset = offset }, hex).Should().Be(value);

    [Fact]
    public void A_field_that_ends_outside_the_payload_is_missing() => Read(Field("u32") with { Offset = 1 }, "01020304").Should().Be("missing");

    [Fact]
    public void Invalid_markers_are_compared_before_scaling()
    {
        var field = Field("u16") with { Scale = 0.1, Invalid = [65535] };

        Read(field, "FFFF").Should().Be("null");
        Read(field, "0019").Should().Be("2.5");
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(1, "0")]
    [InlineData(15, "1")]
    public void A_bit_is_zero_or_one(int bit, string value) => Read(Field("u16") with { Bit = bit }, "8005").Should().Be(value);

    [Theory]
    [InlineData("0a0B", "10")]
    [InlineData("0A 0B", "10")]
    [InlineData("0x0A0B", "10")]
    [InlineData(" 0A:0B\r\n", "10")]
    [InlineData("0A-0B", "10")]
    [InlineData("0A0", "error: not valid hex: an odd number of digits, the last at byte 2")]
    [InlineData("0A0G", "error: not valid hex at byte 3: \"G\" is not a hexadecimal digit")]
    [InlineData("xx", "error: not valid hex at byte 0: \"x\" is not a hexadecimal digit")]
    [InlineData("", "error: the payload is empty; expected hexadecimal digits")]
    [InlineData(" ", "error: the payload is empty; expected hexadecimal digits")]
    [InlineData("0A 0", "error: not valid hex: an odd number of digits, the last at byte 3")]
    [InlineData("0 A0B", "error: not valid hex at byte 1: \" \" is not a hexadecimal digit")]
    public void Hexadecimal_text_is_decoded_first(string text, string value) =>
        Decoded.Read(new BinaryPayload([Field("u8")], ByteEncoding.Hex, Framing.None), Encoding.ASCII.GetBytes(text), "x").Should().Be(value);

    [Theory]
    [InlineData("$")]
    [InlineData("y")]
    [InlineData("x.y")]
    public void A_path_is_a_field_of_the_table(string path) =>
        Decoded.Problem(new BinaryPayload([Field("u8")], ByteEncoding.Raw, Framing.None), path).Should().Be("no field of that name in the field table; it has x");

    private static string Read(BinaryField field, string hex) => Decoded.Read(new BinaryPayload([field], ByteEncoding.Raw, Framing.None), Convert.FromHexString(hex), "x");

    private static BinaryField Field(string type)
    {
        var (name, order) = type.Split(' ') is [var first, var second] ? (first, second) : (type, "abcd");
        var kind = name[0] switch { 'u' => FieldType.Unsigned, 'i' => FieldType.Signed, _ => FieldType.Float };
        var byteOrder = order switch { "le" => ByteOrder.Dcba, "cdab" => ByteOrder.Cdab, "badc" => ByteOrder.Badc, _ => ByteOrder.Abcd };
        return new BinaryField("x", 0, kind, int.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture) / 8, byteOrder, null, 1, []);
    }
}
