using Busroot.Mqtt.Framing;

namespace Busroot.Mqtt.Tests.Packets;

/// <summary>What holds for every vector of every packet. Proves the codec against bytes written by hand; says nothing of a broker's behaviour.</summary>
public class VectorTests
{
    public static TheoryData<string> Names => [.. Vector.All.Select(vector => vector.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Bytes_are_read_as_the_packet(string name)
    {
        var vector = Find(name);

        foreach (var version in vector.Versions)
        {
            var packet = Wire.Decode(vector.Frame, version);

            packet.Should().BeOfType(vector.Packet.GetType());
            packet.Should().BeEquivalentTo(vector.Packet, Comparing.Members, "of {0}", version);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_packet_is_written_as_the_bytes(string name)
    {
        var vector = Find(name);

        foreach (var version in vector.Versions.Where(_ => vector.Canonical))
        {
            Bytes.Hex(Wire.Encode(vector.Packet, version)).Should().Be(Bytes.Hex(vector.Frame), "of {0}", version);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_buffer_one_byte_too_small_is_refused(string name)
    {
        var vector = Find(name);
        foreach (var version in vector.Versions)
        {
            var exact = Wire.Encode(vector.Packet, version);

            var cramped = () => Wire.Write(vector.Packet, exact.AsSpan(0, exact.Length - 1), version);

            cramped.Should().Throw<ArgumentException>();
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_prefix_of_the_frame_waits_for_more(string name)
    {
        var whole = Find(name).Frame;
        for (var length = 0; length < whole.Length; length++)
        {
            ReadOnlySpan<byte> prefix = whole.AsSpan(0, length);

            FrameReader.TryRead(ref prefix, int.MaxValue, out _).Should().BeFalse("{0} of {1} bytes are there", length, whole.Length);
            prefix.Length.Should().Be(length);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_body_cut_anywhere_is_refused_or_is_another_packet_but_never_a_crash(string name)
    {
        var vector = Find(name);
        var whole = vector.Frame;
        FrameReader.TryReadLength(whole, out var frameBytes).Should().BeTrue();
        frameBytes.Should().Be(whole.Length);
        var body = whole.AsSpan(FramingOf(whole)).ToArray();

        for (var length = 0; length < body.Length; length++)
        {
            foreach (var version in Wire.Versions)
            {
                Attempt.Decode(new Frame((Mqtt.Packets.PacketType)(whole[0] >> 4), (byte)(whole[0] & 15), body.AsSpan(0, length)), version);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_wrong_flag_is_refused(string name)
    {
        var vector = Find(name);
        var frame = vector.Frame;
        var flags = frame[0] & 15;
        foreach (var version in vector.Versions.Where(_ => frame[0] >> 4 != (int)Mqtt.Packets.PacketType.Publish))
        {
            for (var wrong = 0; wrong < 16; wrong++)
            {
                // 3.1 marks repeats of PUBREL, SUBSCRIBE and UNSUBSCRIBE with bit 3, and nothing sends the others again.
                if (wrong == flags || (version == ProtocolVersion.V310 && (wrong & 7) == (flags & 7)))
                {
                    continue;
                }

                frame[0] = (byte)((frame[0] & 0xF0) | wrong);
                var read = () => Wire.Decode(frame, version);
                read.Should().Throw<MalformedPacketException>("flags {0:X} of {1}", wrong, version);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_length_spelled_with_too_many_bytes_is_refused_by_5_0_only(string name)
    {
        var vector = Find(name);
        var minimal = vector.Frame;
        var header = FramingOf(minimal);
        byte[] padded = [.. minimal[..header], 0, .. minimal[header..]];
        padded[header - 1] |= 0x80;

        foreach (var version in vector.Versions)
        {
            var read = () => Wire.Decode(padded, version);

            if (version == ProtocolVersion.V500)
            {
                read.Should().Throw<MalformedPacketException>();
            }
            else
            {
                read.Should().NotThrow("of {0}", version);
            }
        }
    }

    private static Vector Find(string name) => Vector.All.Single(vector => vector.Name == name);

    private static int FramingOf(byte[] frame) => 2 + frame.Skip(1).TakeWhile(group => group >= 0x80).Count();
}
