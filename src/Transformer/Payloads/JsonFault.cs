using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>Says what the base library's JSON reader stumbled over, and where.</summary>
internal static class JsonFault
{
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

    /// <summary>The reader's explanation without the position it appends.</summary>
    public static string Reason(Exception fault)
    {
        var message = fault.Message;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
