namespace Busroot.Transformer.Payloads;

/// <summary>Turns a text of hexadecimal digits into the bytes it stands for.</summary>
internal static class HexText
{
    /// <summary>Decodes digits of either case; blanks, line ends, colons and hyphens may stand between bytes, <c>0x</c> in front.</summary>
    /// <param name="text">Any bytes.</param>
    /// <param name="target">At least half as long as the text.</param>
    /// <param name="length">How many bytes were written.</param>
    /// <param name="error">What is wrong and at which byte, otherwise.</param>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> target, out int length, out string? error)
    {
        length = 0;
        var at = text.StartsWith("0x"u8) || text.StartsWith("0X"u8) ? 2 : 0;
        while (at < text.Length)
        {
            if (text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)':' or (byte)'-')
            {
                at++;
                continue;
            }

            if (at + 1 == text.Length && char.IsAsciiHexDigit((char)text[at]))
            {
                error = $"not valid hex: an odd number of digits, the last at byte {at}";
                return false;
            }

            var high = Digit(text[at]);
            var low = high < 0 ? 0 : Digit(text[at + 1]);
            if (high < 0 || low < 0)
            {
                var wrong = high < 0 ? at : at + 1;
                error = $"not valid hex at byte {wrong}: {AsciiText.Excerpt(text.Slice(wrong, 1))} is not a hexadecimal digit";
                return false;
            }

            target[length++] = (byte)((high << 4) | low);
            at += 2;
        }

        error = length == 0 ? "the payload is empty; expected hexadecimal digits" : null;
        return length > 0;
    }

    private static int Digit(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => -1,
    };
}
