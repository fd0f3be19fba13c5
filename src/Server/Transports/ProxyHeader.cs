using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Numerics;

namespace Busroot.Server.Transports;

/// <summary>What a load balancer says in front of a connection: where the client really is. PROXY protocol version 2, binary.</summary>
/// <param name="Source">The client; null when the header says none (a check of the balancer itself, or an address that is no IP address): then the socket's peer counts.</param>
internal readonly record struct ProxyHeader(IPEndPoint? Source)
{
    /// <summary>Longest header taken, in bytes: addresses and the extensions balancers add are some hundred.</summary>
    public const int MaximumBytes = 4 * 1024;

    /// <summary>The part that says how long all of it is, in bytes.</summary>
    public const int FixedBytes = 16;

    private const byte Checksum = 0x03; // PP2_TYPE_CRC32C

    //   0            12        13        14        16
    //   +------------+---------+---------+---------+-----------------------------------------------------
    //   | signature  | version | family  | length  | source, destination address; their ports; extensions
    //   |            | command | protocol| of rest |
    //   +------------+---------+---------+---------+-----------------------------------------------------      PROXY protocol §2.2

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Takes a header off the front of what is received.</summary>
    /// <param name="buffer">Received bytes. On success the header is sliced off; otherwise it is left as it was.</param>
    /// <param name="header">What it says.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="InvalidDataException">This is no such header; the connection must be closed, for guessing would let anyone choose an address.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out ProxyHeader header)
    {
        header = default;
        Span<byte> start = stackalloc byte[FixedBytes];
        start = start[..(int)Math.Min(buffer.Length, FixedBytes)];
        buffer.Slice(0, start.Length).CopyTo(start);
        RefuseOthers(start);
        if (start.Length < FixedBytes)
        {
            return false;
        }

        var length = LengthOf(start);
        if (length > MaximumBytes)
        {
            throw new InvalidDataException($"its PROXY header announces {length} bytes; at most {MaximumBytes} are taken");
        }

        if (buffer.Length < length)
        {
            return false;
        }

        header = Decode(buffer.Slice(0, length).ToArray());
        buffer = buffer.Slice(length);
        return true;
    }

    /// <summary>Bytes of a whole header, its fixed part included, as that part says; not judged.</summary>
    public static int LengthOf(ReadOnlySpan<byte> fixedPart) => FixedBytes + BinaryPrimitives.ReadUInt16BigEndian(fixedPart[14..]);

    /// <summary>Judges every byte as soon as it is there: a client that sends something else is not waited for.</summary>
    private static void RefuseOthers(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PROXY"u8))
        {
            throw new InvalidDataException("it sent a PROXY header of version 1; set the load balancer to version 2 (send-proxy-v2, proxy_protocol v2)");
        }

        if (!Signature.StartsWith(start[..Math.Min(start.Length, Signature.Length)]) && !"PROXY"u8.StartsWith(start))
        {
            throw new InvalidDataException("it sent no PROXY header, which --proxy-protocol demands");
        }

        if (start.Length > Signature.Length && start[Signature.Length] is not (0x20 or 0x21))
        {
            throw new InvalidDataException($"its PROXY header has version and command 0x{start[Signature.Length]:x2}; 0x20 and 0x21 are known");
        }
    }

    private static ProxyHeader Decode(byte[] header)
    {
        var isLocal = header[12] == 0x20; // the balancer's own connection, a health check: the rest means nothing
        var addressBytes = (header[13] >> 4) switch
        {
            1 => 4,
            2 => 16,
            _ => 0, // unspecified, a Unix socket or something of the future: not for us to judge
        };
        if (isLocal || addressBytes == 0)
        {
            return default;
        }

        var addressesBytes = 2 * (addressBytes + sizeof(ushort));
        if (header.Length < FixedBytes + addressesBytes)
        {
            throw new InvalidDataException($"its PROXY header is too short for addresses of {addressBytes} bytes");
        }

        CheckExtensions(header, FixedBytes + addressesBytes);
        var isStream = (header[13] & 0x0F) == 1;
        var addresses = header.AsSpan(FixedBytes);
        return isStream
            ? new ProxyHeader(new IPEndPoint(new IPAddress(addresses[..addressBytes]), BinaryPrimitives.ReadUInt16BigEndian(addresses[(2 * addressBytes)..])))
            : default;
    }

    /// <summary>Steps over the extensions, of which only the checksum means something here.</summary>
    private static void CheckExtensions(byte[] header, int position)
    {
        while (position < header.Length)
        {
            var value = position + 3;
            var end = value <= header.Length ? value + BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(position + 1)) : int.MaxValue;
            if (end > header.Length)
            {
                throw new InvalidDataException("an extension runs past the end of its PROXY header");
            }

            if (header[position] == Checksum)
            {
                CheckSum(header, value, end - value);
            }

            position = end;
        }
    }

    private static void CheckSum(byte[] header, int position, int length)
    {
        var said = length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(position)) : 0;
        header.AsSpan(position, length).Clear(); // it is computed over the header with zeros in its own place
        var sum = uint.MaxValue;
        foreach (var octet in header)
        {
            sum = BitOperations.Crc32C(sum, octet);
        }

        if (length != sizeof(uint) || said != ~sum)
        {
            throw new InvalidDataException("the checksum of its PROXY header is wrong");
        }
    }
}
