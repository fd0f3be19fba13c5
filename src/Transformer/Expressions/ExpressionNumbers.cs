using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Busroot.Transformer.Expressions;

/// <summary>JavaScript's conversions between texts and numbers, over UTF-8.</summary>
internal static class ExpressionNumbers
{
    private const double LargestExact = 9_007_199_254_740_992; // 2^53: up to here adding a digit is exact

    /// <summary>StringToNumber, ECMA-262 §7.1.4.1.1: the whole text must be a number; an empty one is 0.</summary>
    public static double FromText(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (text.IsEmpty)
        {
            return 0;
        }

        if (text.Length > 2 && text[0] == '0' && RadixOf(text[1]) is var radix and > 0)
        {
            return Digits(text[2..], radix, out var used) is var whole && used == text.Length - 2 ? whole : double.NaN;
        }

        return DecimalPrefix(text, out var length) is var number && length == text.Length ? number : double.NaN;
    }

    /// <summary><c>parseFloat</c>, ECMA-262 §19.2.4: the longest start of the text that is a number.</summary>
    public static double ParseFloat(ReadOnlySpan<byte> text) => DecimalPrefix(Trim(text), out var length) is var number && length > 0 ? number : double.NaN;

    /// <summary><c>parseInt</c>, ECMA-262 §19.2.5, for a radix of 10, 16 or none given.</summary>
    public static double ParseInt(ReadOnlySpan<byte> text, int radix)
    {
        text = Trim(text);
        var negative = text is [(byte)'-', ..];
        if (text is [(byte)'-' or (byte)'+', ..])
        {
            text = text[1..];
        }

        if (radix is 0 or 16 && text is [(byte)'0', (byte)'x' or (byte)'X', ..])
        {
            text = text[2..];
            radix = 16;
        }

        var whole = Digits(text, radix == 0 ? 10 : radix, out var used);
        return used == 0 ? double.NaN : negative ? -whole : whole;
    }

    private static double Digits(ReadOnlySpan<byte> text, int radix, out int used)
    {
        var value = 0.0;
        for (used = 0; used < text.Length; used++)
        {
            var digit = HexDigit(text[used]);
            if (digit < 0 || digit >= radix)
            {
                break;
            }

            value = (value * radix) + digit;
        }

        return used == 0 ? double.NaN : value <= LargestExact ? value : Rounded(text[..used], radix);
    }

    // Rounded once, at the end, and not at every digit.
    private static double Rounded(ReadOnlySpan<byte> digits, int radix)
    {
        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = (value * radix) + HexDigit(digit);
        }

        return double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static double DecimalPrefix(ReadOnlySpan<byte> text, out int length)
    {
        var sign = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
        if (text[sign..].StartsWith("Infinity"u8))
        {
            length = sign + 8;
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        length = DecimalLength(text, sign);
        return length > 0 && double.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
    }

    /// <summary>Length of StrDecimalLiteral at the start of a text; 0 when there is none.</summary>
    private static int DecimalLength(ReadOnlySpan<byte> text, int sign)
    {
        var i = sign + CountDigits(text[sign..]);
        var digits = i - sign;
        if (i < text.Length && text[i] == '.')
        {
            var fraction = CountDigits(text[(i + 1)..]);
            digits += fraction;
            i += 1 + fraction;
        }

        if (digits == 0)
        {
            return 0;
        }

        if (i < text.Length && (text[i] | 0x20) == 'e')
        {
            var exponent = i + 1;
            exponent += exponent < text.Length && text[exponent] is (byte)'+' or (byte)'-' ? 1 : 0;
            var exponentDigits = exponent < text.Length ? CountDigits(text[exponent..]) : 0;
            i = exponentDigits > 0 ? exponent + exponentDigits : i;
        }

        return i;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var other = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return other < 0 ? text.Length : other;
    }

    private static int RadixOf(byte letter) => (letter | 0x20) switch
    {
        'x' => 16,
        'o' => 8,
        'b' => 2,
        _ => 0,
    };

    private static int HexDigit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => -1,
    };

    // WhiteSpace and LineTerminator, ECMA-262 §12.2 and §12.3, which begin with ASCII and do not end there.
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n\v\f"u8);
        while (Rune.DecodeFromUtf8(text, out var first, out var length) == OperationStatus.Done && IsSpace(first))
        {
            text = text[length..];
        }

        while (Rune.DecodeLastFromUtf8(text, out var last, out var length) == OperationStatus.Done && IsSpace(last))
        {
            text = text[..^length];
        }

        return text;
    }

    private static bool IsSpace(Rune rune) =>
        rune.Value is (>= 0x09 and <= 0x0D) or 0x20 or 0xA0 or 0xFEFF or 0x2028 or 0x2029 || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;
}
