using System.Buffers.Binary;

namespace Busroot.Transformer.Payloads;

/// <summary>Answers of Modbus devices as a transparent gateway passes them on, one or several in a payload.</summary>
/// <remarks>Source: Modbus Application Protocol V1.1b3 §4 and §6, Modbus over Serial Line V1.02 §2.5.1.</remarks>
internal static class ModbusFraming
{
    public static Framing Rtu { get; } = new RtuFraming();

    public static Framing Tcp { get; } = new TcpFraming();

    /// <summary>Reads one RTU answer.</summary>
    /// <param name="bytes">Starts with the answer.</param>
    /// <param name="answer">Its data; positions are from the start of <paramref name="bytes"/>.</param>
    /// <param name="length">Bytes it takes, its CRC included, also when it is damaged; 0 when that cannot be told.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public static string? ReadRtu(ReadOnlySpan<byte> bytes, out FramePart answer, out int length)
    {
        answer = default;
        length = 0;
        if (bytes.Length < 5)
        {
            return "too short for a Modbus answer";
        }

        var expected = LengthOf(bytes[1..]) + 3;
        if (expected == 3 || bytes.Length < expected)
        {
            return expected == 3 ? $"{bytes[1]} is no Modbus function that reads or writes" : "the Modbus answer ends early";
        }

        length = expected;
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[(expected - 2)..]) != Crc16.Modbus(bytes[..(expected - 2)]))
        {
            return "the CRC of the Modbus answer is wrong";
        }

        return ReadAnswer(bytes[0], bytes[1..(expected - 2)], 1, out answer);
    }

    /// <summary>Reads one TCP answer, MBAP header included.</summary>
    /// <inheritdoc cref="ReadRtu"/>
    public static string? ReadTcp(ReadOnlySpan<byte> bytes, out FramePart answer, out int length)
    {
        answer = default;
        length = 0;
        if (bytes.Length < 9 || BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) != 0)
        {
            return bytes.Length < 9 ? "too short for a Modbus TCP answer" : "the protocol in the Modbus TCP header is not 0";
        }

        var expected = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) + 6;
        if (expected < 9 || bytes.Length < expected || LengthOf(bytes[7..]) + 7 != expected)
        {
            return "the length in the Modbus TCP header is not that of an answer";
        }

        length = expected;
        return ReadAnswer(bytes[6], bytes[7..expected], 7, out answer);
    }

    //  function | byte count | data ...      read (1-4, 23)        function | four bytes     write (5, 6, 15, 16)
    //  function + 0x80 | exception
    private static string? ReadAnswer(int unit, ReadOnlySpan<byte> pdu, int start, out FramePart answer)
    {
        answer = default;
        if (pdu[0] >= 0x80)
        {
            return $"Modbus device {unit} answered function {pdu[0] - 0x80} with exception {pdu[1]}{Meaning(pdu[1])}";
        }

        var header = pdu[0] is >= 1 and <= 4 or 23 ? 2 : 1;
        answer = new FramePart(start + header, pdu.Length - header, unit, pdu[0]);
        return null;
    }

    // Of the part from the function code to the last data byte; 0 for a function that is unknown.
    private static int LengthOf(ReadOnlySpan<byte> pdu) => pdu[0] switch
    {
        >= 1 and <= 4 or 23 => 2 + pdu[1],
        5 or 6 or 15 or 16 => 5,
        >= 0x80 => 2,
        _ => 0,
    };

    private static string Meaning(int exception) => exception switch
    {
        1 => ", illegal function",
        2 => ", illegal data address",
        3 => ", illegal data value",
        4 => ", device failure",
        6 => ", device busy",
        10 or 11 => ", gateway has no answer",
        _ => "",
    };

    private delegate string? ReadAnswerAt(ReadOnlySpan<byte> bytes, out FramePart answer, out int length);

    // An answer that is an exception, or damaged, costs only itself while there is another.
    private static bool TryDivide(ReadOnlySpan<byte> bytes, ReadAnswerAt read, List<FramePart> parts, out string? error)
    {
        error = null;
        var at = 0;
        do
        {
            error = read(bytes[at..], out var answer, out var length) ?? error;
            if (answer.Function != 0)
            {
                parts.Add(answer with { Start = at + answer.Start });
            }

            if (length == 0)
            {
                break;
            }

            at += length;
        }
        while (at < bytes.Length);

        error = parts.Count > 0 ? null : error;
        return error is null;
    }

    private sealed class RtuFraming : Framing
    {
        public override bool TryDivide(ReadOnlySpan<byte> bytes, List<FramePart> parts, out string? error) => ModbusFraming.TryDivide(bytes, ReadRtu, parts, out error);
    }

    private sealed class TcpFraming : Framing
    {
        public override bool TryDivide(ReadOnlySpan<byte> bytes, List<FramePart> parts, out string? error) => ModbusFraming.TryDivide(bytes, ReadTcp, parts, out error);
    }
}
