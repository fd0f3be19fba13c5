using Busroot.Mqtt.Packets;

namespace Busroot.Mqtt.Framing;

/// <summary>Takes whole MQTT frames off the front of a receive buffer.</summary>
public static class FrameReader
{
    //   byte 1                  bytes 2..5                     the rest
    //   +--------+--------+     +--------------------------+   +------------------
    //   | type 4 | flags 4|     | remaining length, 7 bits |   | body (length) …
    //   +--------+--------+     | a byte, low group first  |   +------------------      MQTT 5.0 §2.1, §1.5.5
    private const int LongestLength = 4;

    /// <summary>Removes the next complete frame from <paramref name="buffer"/>.</summary>
    /// <param name="buffer">Unread bytes. On success the frame is sliced off its front; otherwise it is left as it was.</param>
    /// <param name="maximumPacketBytes">Largest frame accepted, in bytes, fixed header included.</param>
    /// <param name="frame">The frame; its body is a view into <paramref name="buffer"/>.</param>
    /// <returns><see langword="false"/> when more bytes are needed.</returns>
    /// <exception cref="MalformedPacketException">The type is 0, or the length runs past four bytes.</exception>
    /// <exception cref="ProtocolErrorException">The frame would exceed <paramref name="maximumPacketBytes"/> (0x95).</exception>
    /// <remarks>Cost: allocates nothing. Judged on the announced size: a hostile length never makes the caller buffer a byte of it.</remarks>
    public static bool TryRead(scoped ref ReadOnlySpan<byte> buffer, int maximumPacketBytes, out Frame frame)
    {
        frame = default;
        if (!TryReadHeader(buffer, out var headerBytes, out var length))
        {
            return false;
        }

        if (headerBytes + length > maximumPacketBytes)
        {
            throw new ProtocolErrorException(
                ReasonCode.PacketTooLarge, $"A packet of {headerBytes + length} bytes was announced; the limit is {maximumPacketBytes}.");
        }

        if (buffer.Length - headerBytes < length)
        {
            return false;
        }

        frame = new Frame((PacketType)(buffer[0] >> 4), (byte)(buffer[0] & 0x0F), buffer.Slice(headerBytes, length))
        {
            // A last group of 0 adds nothing to the value, unless it is the only one.
            IsLengthMinimal = headerBytes == 2 || buffer[headerBytes - 1] != 0,
        };
        buffer = buffer[(headerBytes + length)..];
        return true;
    }

    /// <summary>Reads how large the frame at the front will be, so that a receive buffer can be sized before its body arrives.</summary>
    /// <param name="buffer">Unread bytes, starting at a frame.</param>
    /// <param name="frameBytes">Bytes of the frame, fixed header included; 2 to 268,435,460. Not yet checked against any limit.</param>
    /// <returns><see langword="false"/> when the fixed header is not complete.</returns>
    /// <exception cref="MalformedPacketException">The type is 0, or the length runs past four bytes.</exception>
    public static bool TryReadLength(ReadOnlySpan<byte> buffer, out int frameBytes)
    {
        var complete = TryReadHeader(buffer, out var headerBytes, out var length);
        frameBytes = complete ? headerBytes + length : 0;
        return complete;
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> buffer, out int headerBytes, out int length)
    {
        length = 0;
        headerBytes = 0;
        if (buffer.IsEmpty)
        {
            return false;
        }

        if (buffer[0] < 0x10)
        {
            throw new MalformedPacketException("Packet type 0 is reserved.");
        }

        for (var index = 1; index <= LongestLength; index++)
        {
            if (index >= buffer.Length)
            {
                return false;
            }

            length |= (buffer[index] & 0x7F) << (7 * (index - 1));
            if (buffer[index] < 0x80)
            {
                headerBytes = index + 1;
                return true;
            }
        }

        throw new MalformedPacketException("The remaining length runs past four bytes.");
    }
}
