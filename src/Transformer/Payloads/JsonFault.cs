using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>Says what the base library's JSON reader stumbled over, and where.</summary>
internal static class JsonFault
{
    private const int LongestReason = 160; // the longest explanation without a quotation is about 130

    /// <summary>The byte the reader could not accept, from the start of <paramref name="text"/>.</summary>
    public static int Position(Exception fault, ReadOnlySpan<byte> text, long consumed)
    {
        if (fault is not JsonException { LineNumber: { } line, BytePositionInLine: { } column })
        {
            return (int)Math.Min(consumed, text.Length);
        }

        var start = 0;
        for (; line > 0; line--)
        {
            start += text[start..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(start + column, text.Length);
    }

    /// <summary>The reader's explanation in one line, without the position it appends; it may quote a piece of the payload.</summary>
    public static string Reason(Exception fault)
    {
        var end = fault.Message.LastIndexOf(" LineNumber:", StringComparison.Ordinal);
        var message = end < 0 ? fault.Message : fault.Message[..end];
        message = message.Length > LongestReason ? message[..LongestReason] + "..." : message;
        return string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
