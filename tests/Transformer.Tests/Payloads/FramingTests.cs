using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Tests.Payloads;

public class FramingTests
{
    private const string Kwh = "010404449A51ECF346"; // 1234.56 as float32
    private const string Amps = "01040C40C333333ECCCCCD3F0000006952";
    private const string Damaged = "010404C49A51ECF346"; // Kwh with one bit changed

    [Theory]
    [InlineData(Kwh, "1234.56 missing")]
    [InlineData(Amps, "missing 6.1")]
    [InlineData(Kwh + Amps, "1234.56 6.1")]
    [InlineData(Amps + Kwh, "1234.56 6.1")]
    [InlineData("018402C2C1" + Kwh, "1234.56 missing")]
    [InlineData(Damaged + Amps, "missing 6.1")]
    [InlineData(Amps + Damaged, "missing 6.1")]
    [InlineData(Kwh + "0104", "1234.56 missing")] // the rest comes with the next message
    [InlineData("018402C2C1", "error: Modbus device 1 answered function 4 with exception 2, illegal data address")]
    [InlineData(Damaged, "error: the CRC of the Modbus answer is wrong")]
    [InlineData("0104", "error: too short for a Modbus answer")]
    [InlineData("010404449A51EC", "error: the Modbus answer ends early")]
    [InlineData("0141000000", "error: 65 is no Modbus function that reads or writes")]
    public void Fields_are_read_from_the_answer_with_the_right_number_of_bytes(string hex, string values) =>
        Read(hex, ModbusFraming.Rtu, Field("kwh", FieldType.Float, 4, new PartFilter(null, 4, null)), Field("amps", FieldType.Float, 4, new PartFilter(null, 12, null))).Should().Be(values);

    [Theory]
    [InlineData("000100000007" + "01" + "0304449A51EC", "1234.56")]
    [InlineData("000100000003" + "01" + "8302", "error: Modbus device 1 answered function 3 with exception 2, illegal data address")]
    [InlineData("000100010007" + "01" + "0304449A51EC", "error: the protocol in the Modbus TCP header is not 0")]
    [InlineData("000100000008" + "01" + "0304449A51EC", "error: the length in the Modbus TCP header is not that of an answer")]
    [InlineData("0001", "error: too short for a Modbus TCP answer")]
    public void Modbus_TCP_has_a_header_instead_of_a_checksum(string hex, string values) =>
        Read(hex, ModbusFraming.Tcp, Field("kwh", FieldType.Float, 4, new PartFilter(1, null, null))).Should().Be(values);

    [Theory]
    [InlineData("0683" + "09660000" + "0374" + "0930", "26121")]
    [InlineData("0374" + "0930" + "0683" + "09660000", "26121")]
    [InlineData("0683" + "09660000" + "FFFF" + "00", "26121")] // a tag of unknown length ends the walk
    [InlineData("0374" + "0930", "missing")]
    [InlineData("FFFF00", "error: tag FFFF at byte 0 has no length that fits; list it under \"lengths\" to skip it")]
    [InlineData("06830966", "error: tag 0683 at byte 0 has no length that fits*")]
    [InlineData("06", "error: 1 bytes are too few for a tag")]
    public void Tags_without_a_written_length_are_walked_by_table(string hex, string values) =>
        Read(hex, new TlvFraming(2, 0, new Dictionary<uint, int> { [0x0683] = 4, [0x0374] = 2 }), Field("wh", FieldType.Unsigned, 4, new PartFilter(null, null, 0x0683), ByteOrder.Dcba))
            .Should().Match(values);

    [Fact]
    public void A_written_length_lets_unknown_tags_be_skipped() =>
        Read("0103FFFFFF" + "0202" + "0102", new TlvFraming(1, 1, new Dictionary<uint, int>()), Field("x", FieldType.Unsigned, 2, new PartFilter(null, null, 2))).Should().Be("258");

    [Fact]
    public void The_checksums_are_those_that_are_published()
    {
        Crc16.Modbus("123456789"u8).Should().Be(0x4B37);
        Crc16.Arc("123456789"u8).Should().Be(0xBB3D);
    }

    private static string Read(string hex, Framing framing, params BinaryField[] fields) =>
        Decoded.Read(new BinaryPayload([.. fields], ByteEncoding.Raw, framing), Convert.FromHexString(hex), [.. fields.Select(field => field.Name)]);

    private static BinaryField Field(string name, FieldType type, int length, PartFilter part, ByteOrder order = ByteOrder.Abcd) =>
        new(name, 0, type, length, order, null, 1, [], part);
}
