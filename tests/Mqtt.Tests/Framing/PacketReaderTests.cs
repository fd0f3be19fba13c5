using System.Text;
using Busroot.Mqtt.Framing;

namespace Busroot.Mqtt.Tests.Framing;

public class PacketReaderTests
{
    [Theory]
    [InlineData("00 00", "")]
    [InlineData("00 01 'a'", "a")]
    [InlineData("00 02 C3 A9", "\u00E9")]
    [InlineData("00 03 E2 82 AC", "\u20AC")]
    [InlineData("00 04 F0 9F 98 80", "\U0001F600")]
    [InlineData("00 04 F4 8F BF BF", "\U0010FFFF")] // the last code point
    [InlineData("00 03 EF BB BF", "\uFEFF")] // no byte order mark, but a character [MQTT-1.5.4-3]
    [InlineData("00 03 EF BF BF", "\uFFFF")] // a non-character may be refused; here it is not
    [InlineData("00 01 01", "\u0001")] // a control character may be refused; here it is not
    [InlineData("00 03 ED 9F BF", "\uD7FF")] // the last before the surrogates
    [InlineData("00 03 EE 80 80", "\uE000")] // the first after the surrogates
    public void Text_is_kept_as_it_is(string bytes, string text)
    {
        new PacketReader(Bytes.Of(bytes)).ReadString().Should().Be(text);

        var written = new byte[Bytes.Of(bytes).Length];
        var writer = new PacketWriter(written);
        writer.WriteString(text);
        written.Should().Equal(Bytes.Of(bytes));
    }

    [Theory]
    [InlineData("00 01 00")] // U+0000 [MQTT-1.5.4-2]
    [InlineData("00 03 'a' 00 'b'")]
    [InlineData("00 02 C0 80")] // U+0000, overlong
    [InlineData("00 02 C1 BF")] // two bytes for one
    [InlineData("00 03 E0 9F BF")] // three bytes for two
    [InlineData("00 04 F0 8F BF BF")] // four bytes for three
    [InlineData("00 03 ED A0 80")] // the first surrogate [MQTT-1.5.4-1]
    [InlineData("00 03 ED BF BF")] // the last surrogate
    [InlineData("00 06 ED A0 BD ED B8 80")] // a pair of them
    [InlineData("00 04 F4 90 80 80")] // past U+10FFFF
    [InlineData("00 05 F8 88 80 80 80")] // five bytes
    [InlineData("00 01 80")] // a continuation of nothing
    [InlineData("00 01 FF")]
    [InlineData("00 01 C3")] // cut off inside
    [InlineData("00 02 C3 28")] // not continued
    public void Text_that_is_none_is_refused(string bytes)
    {
        var read = () => new PacketReader(Bytes.Of(bytes)).ReadUtf8().Length;

        read.Should().Throw<MalformedPacketException>();
    }

    [Theory]
    [InlineData("00", 0)]
    [InlineData("7F", 127)]
    [InlineData("80 01", 128)]
    [InlineData("FF 7F", 16_383)]
    [InlineData("80 80 01", 16_384)]
    [InlineData("FF FF 7F", 2_097_151)]
    [InlineData("80 80 80 01", 2_097_152)]
    [InlineData("FF FF FF 7F", 268_435_455)]
    public void A_variable_integer_is_read_and_written_in_its_shortest_form(string bytes, int value)
    {
        new PacketReader(Bytes.Of(bytes)).ReadVariableInteger().Should().Be(value);

        var written = new byte[PacketWriter.VariableIntegerLength(value)];
        new PacketWriter(written).WriteVariableInteger(value);
        written.Should().Equal(Bytes.Of(bytes));
    }

    [Theory]
    [InlineData("80 00")]
    [InlineData("FF 00")]
    [InlineData("80 80 00")]
    [InlineData("80 80 80 00")]
    [InlineData("80 80 80 80")]
    [InlineData("FF FF FF FF 7F")]
    [InlineData("80")]
    [InlineData("")]
    public void A_variable_integer_in_any_other_form_is_refused(string bytes)
    {
        var read = () => new PacketReader(Bytes.Of(bytes)).ReadVariableInteger();

        read.Should().Throw<MalformedPacketException>();
    }

    [Fact]
    public void A_field_that_ends_too_early_is_refused()
    {
        var reads = new Action[]
        {
            () => new PacketReader([]).ReadByte(),
            () => new PacketReader([1]).ReadUInt16(),
            () => new PacketReader([1, 2, 3]).ReadUInt32(),
            () => new PacketReader([0]).ReadBinary(),
            () => new PacketReader([0, 2, 1]).ReadBinary(),
            () => new PacketReader([2, 1]).ReadSection(),
        };

        foreach (var read in reads)
        {
            read.Should().Throw<MalformedPacketException>();
        }
    }

    [Fact]
    public void Text_that_MQTT_cannot_say_is_not_written()
    {
        var writes = new Action[]
        {
            () => PacketWriter.Measuring().WriteString("a\0b"),
            () => PacketWriter.Measuring().WriteString("\uD83D"), // half a pair
            () => PacketWriter.Measuring().WriteString(new string('a', 65_536)),
            () => PacketWriter.Measuring().WriteBinary(new byte[65_536]),
        };

        foreach (var write in writes)
        {
            write.Should().Throw<ArgumentException>();
        }
    }

    [Fact]
    public void The_longest_text_passes()
    {
        var text = new string('a', 65_535);
        var written = new byte[65_537];
        new PacketWriter(written).WriteString(text);

        new PacketReader(written).ReadString().Should().Be(text);
        Encoding.UTF8.GetByteCount(text).Should().Be(65_535);
    }
}
