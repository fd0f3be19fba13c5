using System.Globalization;
using System.Text;

namespace Busroot.Transformer.Payloads;

/// <summary>Reads numbers and words out of texts that devices write.</summary>
internal static class AsciiText
{
    private const int LongestExcerpt = 64;
    private const NumberStyles DecimalNumber = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Removes spaces, tabs, line ends and NUL, which fixed-width fields are padded with, from both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n\0"u8);

    /// <summary>Reads a decimal number: sign, digits, point, exponent; leading zeros are fine.</summary>
    /// <param name="text">Trimmed.</param>
    /// <param name="decimalComma">The comma is the decimal separator and a point is an error, since it may group thousands.</param>
    /// <param name="number">The number; finite.</param>
    /// <returns><see langword="false"/> for anything else: nan and inf in all spellings, hexadecimal, a unit, an empty text.</returns>
    public static bool TryNumber(ReadOnlySpan<byte> text, bool decimalComma, out double number)
    {
        number = 0;
        if (text.IsEmpty || text.Length > SlotTable.LongestText || !EndsLikeNumber(text))
        {
            return false;
        }

        if (!decimalComma)
        {
            return TryNumber(text, out number);
        }

        Span<byte> pointed = stackalloc byte[text.Length];
        text.CopyTo(pointed);
        if (pointed.Contains((byte)'.'))
        {
            return false;
        }

        pointed.Replace((byte)',', (byte)'.');
        return TryNumber(pointed, out number);
    }

    /// <summary>Shows bytes in an error message: at most 64 characters, quotes around, control characters as escapes.</summary>
    public static string Excerpt(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, LongestExcerpt)]);
        var shown = new StringBuilder("\"");
        foreach (var c in text)
        {
            shown.Append(char.IsControl(c) || c == '\uFFFD' ? $"\\u{(int)c:x4}" : c.ToString());
        }

        return shown.Append(bytes.Length > LongestExcerpt ? "\"..." : "\"").ToString();
    }

    // The base library also reads words such as "Infinity" and "nan", and blanks inside; a number starts and ends with a digit or a point.
    private static bool EndsLikeNumber(ReadOnlySpan<byte> text) =>
        (char.IsAsciiDigit((char)text[^1]) || text[^1] is (byte)'.' or (byte)',')
        && (char.IsAsciiDigit((char)text[0]) || text[0] is (byte)'+' or (byte)'-' or (byte)'.' or (byte)',');

    private static bool TryNumber(ReadOnlySpan<byte> text, out double number) =>
        double.TryParse(text, DecimalNumber, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
