using System.Buffers.Text;

namespace Busroot.Load.Generator;

/// <summary>The payload of the measurements: a device's registers, of which the first two carry the message's sequence number.</summary>
/// <remarks>The number comes back in the raw reading as two registers, and in the signals as <c>production_count_good</c>: so both kinds can be counted.</remarks>
internal static class Reading
{
    public const int MaximumBytes = 128;

    public static int Write(Span<byte> target, uint sequence)
    {
        var at = Copy("""{"regs":["""u8, target);
        at += Number(target[at..], sequence >> 16);
        target[at++] = (byte)',';
        at += Number(target[at..], sequence & 0xFFFF);
        return at + Copy(""",12,34567,5,6,7,8],"status":"RUN","rssi":"-67"}"""u8, target[at..]);
    }

    /// <summary>The sequence number of a reading or of its signals; zero when there is none.</summary>
    public static uint SequenceOf(ReadOnlySpan<byte> payload)
    {
        if (payload.StartsWith("""{"regs":["""u8))
        {
            var rest = payload["""{"regs":["""u8.Length..];
            return Utf8Parser.TryParse(rest, out uint high, out var used) && Utf8Parser.TryParse(rest[(used + 1)..], out uint low, out _) ? (high << 16) | low : 0;
        }

        var name = "\"production_count_good\":"u8;
        var found = payload.IndexOf(name);
        return found >= 0 && Utf8Parser.TryParse(payload[(found + name.Length)..], out uint count, out _) ? count : 0;
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        return text.Length;
    }

    private static int Number(Span<byte> target, uint number) => Utf8Formatter.TryFormat(number, target, out var written) ? written : 0;
}
