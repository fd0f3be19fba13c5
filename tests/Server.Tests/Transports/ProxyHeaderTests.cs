using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Busroot.Server.Transports;

namespace Busroot.Server.Tests.Transports;

public class ProxyHeaderTests
{
    private static readonly byte[] Rest = [0x10, 0x00];

    [Theory]
    [InlineData("203.0.113.7", 4711, "203.0.113.7:4711")]
    [InlineData("2001:db8::1", 65535, "[2001:db8::1]:65535")]
    public void The_source_is_read_and_what_follows_stays(string address, ushort port, string expected)
    {
        var (header, left) = Read([.. ProxyHeaders.From(address, port), .. Rest])!.Value;

        header.Source!.ToString().Should().Be(expected);
        left.Should().Equal(Rest);
    }

    [Fact]
    public void Every_prefix_asks_for_more()
    {
        var whole = ProxyHeaders.From("203.0.113.7", 4711, 0x04, 0, 3, 1, 2, 3);

        for (var length = 0; length < whole.Length; length++)
        {
            Read(whole[..length]).Should().BeNull();
        }

        Read(whole).Should().NotBeNull();
    }

    [Theory]
    [InlineData(0x20, 0x00)] // LOCAL, unspecified
    [InlineData(0x20, 0x11)] // LOCAL, with addresses that mean nothing
    [InlineData(0x21, 0x00)] // PROXY, unspecified
    [InlineData(0x21, 0x12)] // UDP
    [InlineData(0x21, 0x31)] // a Unix socket
    [InlineData(0x21, 0xF1)] // a family of the future
    public void Without_a_usable_address_the_sockets_own_counts(byte command, byte family)
    {
        var (header, left) = Read([.. ProxyHeaders.Make(command, family, new byte[216]), .. Rest])!.Value;

        header.Source.Should().BeNull();
        left.Should().Equal(Rest);
    }

    [Fact]
    public void Unknown_extensions_are_stepped_over()
    {
        var (header, _) = Read(ProxyHeaders.From("203.0.113.7", 1, 0x01, 0, 4, 0x6D, 0x71, 0x74, 0x74, 0xEE, 0, 0, 0x04, 0, 1, 0))!.Value;

        header.Source!.Port.Should().Be(1);
    }

    [Fact]
    public void A_checksum_is_checked()
    {
        var header = ProxyHeaders.From("203.0.113.7", 4711, 0x04, 0, 1, 0, 0x03, 0, 4, 0, 0, 0, 0);
        var sum = ~header.Aggregate(uint.MaxValue, BitOperations.Crc32C);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(header.Length - 4), sum);

        Read(header)!.Value.Header.Source!.Port.Should().Be(4711);
        header[20]++;
        Problem(header).Should().Contain("checksum");
    }

    [Fact]
    public void The_checksum_is_crc32c() =>
        (~"123456789"u8.ToArray().Aggregate(uint.MaxValue, BitOperations.Crc32C)).Should().Be(0xE3069283); // RFC 3720 §B.4's polynomial, its usual check value

    [Fact]
    public void Whatever_else_comes_is_refused_at_its_first_wrong_byte()
    {
        Problem([0x10]).Should().Contain("no PROXY header");
        Problem([0x16, 0x03]).Should().Contain("no PROXY header");
        Problem([.. ProxyHeaders.Signature[..11], 0x0B]).Should().Contain("no PROXY header");
        Problem([.. ProxyHeaders.Signature, 0x11]).Should().Contain("0x11");
        Problem([.. ProxyHeaders.Signature, 0x22]).Should().Contain("0x22");
        Problem("PROXY TCP4 203.0.113.7 "u8.ToArray()).Should().Contain("version 1");
        Problem([.. ProxyHeaders.Signature, 0x21, 0x11, 0xFF, 0xFF]).Should().Contain("announces");
        Problem(ProxyHeaders.Make(0x21, 0x11, new byte[11])).Should().Contain("too short");
        Problem(ProxyHeaders.Make(0x21, 0x21, new byte[35])).Should().Contain("too short");
        Problem(ProxyHeaders.From("203.0.113.7", 1, 0x04, 0, 9, 1)).Should().Contain("extension");
        Problem(ProxyHeaders.From("203.0.113.7", 1, 0x04, 0)).Should().Contain("extension");
    }

    [Fact]
    public void Random_changes_are_read_or_refused_and_nothing_else()
    {
        var random = new Random(20261122);
        var whole = ProxyHeaders.From("203.0.113.7", 4711, 0x03, 0, 4, 1, 2, 3, 4, 0x04, 0, 2, 0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            var changed = whole[..random.Next(whole.Length + 1)];
            for (var changes = random.Next(4); changes > 0 && changed.Length > 0; changes--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            try
            {
                Read(changed);
            }
            catch (InvalidDataException)
            {
                // One of the two things that may happen.
            }
        }
    }

    private static string Problem(byte[] bytes) => FluentActions.Invoking(() => Read(bytes)).Should().Throw<InvalidDataException>().Which.Message;

    private static (ProxyHeader Header, byte[] Left)? Read(byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        return ProxyHeader.TryRead(ref buffer, out var header) ? (header, buffer.ToArray()) : null;
    }
}
