using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Tests.Framing;

public class FrameReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("30")] // type, no length
    [InlineData("30 80")] // length unfinished
    [InlineData("30 05 | 00 01 'a'")] // body unfinished
    public void An_incomplete_frame_is_left_in_the_buffer(string text)
    {
        var bytes = Bytes.Of(text);
        ReadOnlySpan<byte> buffer = bytes;

        var found = FrameReader.TryRead(ref buffer, maximumPacketBytes: 1024, out _);

        found.Should().BeFalse();
        buffer.ToArray().Should().Equal(bytes);
    }

    [Fact]
    public void Frames_come_off_the_front_one_by_one()
    {
        ReadOnlySpan<byte> buffer = Bytes.Of("C0 00 | 30 05 00 01 'a' 'hi' | 40");

        FrameReader.TryRead(ref buffer, 1024, out var ping).Should().BeTrue();
        FrameReader.TryRead(ref buffer, 1024, out var publish).Should().BeTrue();
        FrameReader.TryRead(ref buffer, 1024, out _).Should().BeFalse();

        ping.Type.Should().Be(PacketType.PingReq);
        publish.Type.Should().Be(PacketType.Publish);
        publish.Body.ToArray().Should().Equal(Bytes.Of("00 01 'a' 'hi'"));
        buffer.Length.Should().Be(1);
    }

    [Fact]
    public void Frames_read_the_same_wherever_the_network_cut_them()
    {
        var stream = Bytes.Of("30 05 00 01 'a' 'hi' | 62 02 00 0A | C0 00 | 82 06 00 0A 00 01 '#' 00");

        for (var first = 0; first <= stream.Length; first++)
        {
            for (var second = first; second <= stream.Length; second++)
            {
                TypesOf(stream[..first], stream[first..second], stream[second..])
                    .Should().Equal(PacketType.Publish, PacketType.PubRel, PacketType.PingReq, PacketType.Subscribe);
            }
        }
    }

    [Theory]
    [InlineData("30 00", 2)]
    [InlineData("30 7F", 129)]
    [InlineData("30 80 01", 131)]
    [InlineData("30 FF 7F", 16_386)]
    [InlineData("30 80 80 01", 16_388)]
    [InlineData("30 FF FF 7F", 2_097_155)]
    [InlineData("30 80 80 80 01", 2_097_157)]
    [InlineData("30 FF FF FF 7F", 268_435_460)]
    public void A_length_is_known_before_the_body_arrives(string header, int frameBytes)
    {
        FrameReader.TryReadLength(Bytes.Of(header), out var announced).Should().BeTrue();
        announced.Should().Be(frameBytes);

        ReadOnlySpan<byte> buffer = Bytes.Of(header);
        FrameReader.TryRead(ref buffer, frameBytes, out _).Should().Be(frameBytes == 2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("30 FF FF FF")]
    public void A_length_is_not_known_before_its_last_byte(string header)
    {
        FrameReader.TryReadLength(Bytes.Of(header), out var announced).Should().BeFalse();
        announced.Should().Be(0);
    }

    [Theory]
    [InlineData("30 80 80 80 80")]
    [InlineData("30 FF FF FF FF 01")]
    [InlineData("00 00")] // type 0
    [InlineData("0F")] // type 0, known before the length
    public void A_header_that_means_nothing_is_refused(string header)
    {
        var read = () => Read(header, int.MaxValue);
        var measure = () => FrameReader.TryReadLength(Bytes.Of(header), out _);

        read.Should().Throw<MalformedPacketException>();
        measure.Should().Throw<MalformedPacketException>();
    }

    [Fact]
    public void A_frame_over_the_limit_is_refused_before_its_body_arrives()
    {
        var refused = () => Read("30 80 80 80 01", 1024); // announces 2,097,152 bytes and sends none

        refused.Should().Throw<ProtocolErrorException>().Which.Reason.Should().Be(ReasonCode.PacketTooLarge);
    }

    [Fact]
    public void The_limit_counts_the_fixed_header()
    {
        var within = () => Read("30 05 00 01 'a' 'hi'", 7);
        var over = () => Read("30 05 00 01 'a' 'hi'", 6);

        within.Should().NotThrow();
        over.Should().Throw<ProtocolErrorException>();
    }

    private static void Read(string text, int maximumPacketBytes)
    {
        ReadOnlySpan<byte> buffer = Bytes.Of(text);
        FrameReader.TryRead(ref buffer, maximumPacketBytes, out _);
    }

    private static List<PacketType> TypesOf(params byte[][] pieces)
    {
        var types = new List<PacketType>();
        var unread = Array.Empty<byte>();
        foreach (var piece in pieces)
        {
            unread = [.. unread, .. piece];
            ReadOnlySpan<byte> buffer = unread;
            while (FrameReader.TryRead(ref buffer, 1024, out var frame))
            {
                types.Add(frame.Type);
            }

            unread = buffer.ToArray();
        }

        unread.Should().BeEmpty();
        return types;
    }
}
