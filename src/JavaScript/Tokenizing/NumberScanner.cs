using System.Globalization;
using System.Numerics;

namespace Acornima;

/// <summary>Reads numeric and big integer literals.</summary>
internal static class NumberScanner
{
    private const int LongestFinite = 1_024; // significant digits of a finite double in base 2; other bases have fewer

    /// <summary>Reads the literal at the scanner's position: Number becomes its value, or Text the digits of a big integer.</summary>
    public static TokenType Scan(Scanner scanner)
    {
        var type = scanner.Peek(0) == '0' ? ScanZero(scanner) : ScanDecimal(scanner);
        if (scanner.At < scanner.Source.Length && (Characters.IsIdentifierStart(CodePoint(scanner)) || scanner.Peek(0) is '\\' or (>= '0' and <= '9')))
        {
            throw scanner.Error(Messages.InvalidOrUnexpectedToken, scanner.Start);
        }

        return type;
    }

    /// <summary>The value of a big integer literal.</summary>
    /// <param name="literal">As written, the closing n included.</param>
    public static BigInteger BigIntValue(ReadOnlySpan<char> literal)
    {
        var digits = literal[..^1].ToString().Replace("_", "", StringComparison.Ordinal);
        if (digits.Length < 3 || char.IsAsciiDigit(digits[1]))
        {
            return BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return (digits[1] | 0x20) switch
        {
            'x' => BigInteger.Parse("0" + digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            'b' => BigInteger.Parse("0" + digits[2..], NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture),
            _ => Octal(digits[2..]),
        };

        // Every octal digit is three bits, so the text becomes binary digits.
        static BigInteger Octal(string digits) => BigInteger.Parse(
            "0" + string.Concat(digits.Select(digit => Convert.ToString(digit - '0', 2).PadLeft(3, '0'))),
            NumberStyles.AllowBinarySpecifier,
            CultureInfo.InvariantCulture);
    }

    private static int CodePoint(Scanner scanner) =>
        char.IsSurrogatePair(scanner.Peek(0), scanner.Peek(1)) ? char.ConvertToUtf32(scanner.Peek(0), scanner.Peek(1)) : scanner.Peek(0);

    private static TokenType ScanZero(Scanner scanner)
    {
        switch (scanner.Peek(1))
        {
            case 'x' or 'X':
                return ScanRadix(scanner, 16);
            case 'o' or 'O':
                return ScanRadix(scanner, 8);
            case 'b' or 'B':
                return ScanRadix(scanner, 2);
            case >= '0' and <= '9':
                return ScanLegacy(scanner);
            case '_':
                throw scanner.Error(Messages.ZeroDigitNumericSeparator, scanner.At + 1);
            default:
                return ScanDecimal(scanner);
        }
    }

    private static TokenType ScanRadix(Scanner scanner, int radix)
    {
        scanner.At += 2;
        var from = scanner.At;
        TakeDigits(scanner, radix);
        var digits = scanner.Source[from..scanner.At];
        if (digits.IsEmpty)
        {
            throw scanner.Error(Messages.InvalidOrUnexpectedToken, scanner.Start);
        }

        if (Take(scanner, 'n'))
        {
            return BigInt(scanner);
        }

        scanner.Number = digits.Length <= 13 ? SmallValue(digits, radix) : RadixValue(digits, radix);
        return TokenType.Number;
    }

    private static double RadixValue(ReadOnlySpan<char> digits, int radix)
    {
        digits = digits.TrimStart("0_");
        if (digits.Length > LongestFinite && digits.Length - digits.Count('_') > LongestFinite)
        {
            return double.PositiveInfinity; // more than 1,024 bits, and not worth computing
        }

        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            value = digit == '_' ? value : (value * radix) + Characters.HexValue(digit);
        }

        return RoundToNearestEven(value);
    }

    // BigInteger's own conversion truncates; its decimal text, parsed, is rounded as ECMA-262 asks.
    private static double RoundToNearestEven(BigInteger value) =>
        double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    // 017 is octal, 018 and 0.5 after leading zeros are decimal; all are Annex B.
    private static TokenType ScanLegacy(Scanner scanner)
    {
        var start = scanner.At;
        var octal = true;
        while (scanner.Peek(0) is >= '0' and <= '9' and var digit)
        {
            octal &= digit < '8';
            scanner.At++;
        }

        if (scanner.Peek(0) == '_')
        {
            throw scanner.Error(Messages.ZeroDigitNumericSeparator, scanner.At);
        }

        scanner.OctalAt = start;
        scanner.Octal = octal ? OctalForm.OctalLiteral : OctalForm.DecimalWithLeadingZero;
        if (octal)
        {
            scanner.Number = RadixValue(scanner.Source[start..scanner.At], 8);
            return TokenType.Number;
        }

        TakeFractionAndExponent(scanner);
        scanner.Number = Parse(scanner.Source[start..scanner.At], separated: false);
        return TokenType.Number;
    }

    private static TokenType ScanDecimal(Scanner scanner)
    {
        var start = scanner.At;
        var separated = scanner.Peek(0) != '.' && TakeDigits(scanner, 10);
        if (scanner.Peek(0) is not ('.' or 'e' or 'E' or 'n') && scanner.At - start <= 15 && !separated)
        {
            scanner.Number = SmallValue(scanner.Source[start..scanner.At], radix: 10);
            return TokenType.Number;
        }

        if (scanner.Peek(0) == 'n')
        {
            scanner.At++;
            return BigInt(scanner);
        }

        separated |= TakeFractionAndExponent(scanner);
        scanner.Number = Parse(scanner.Source[start..scanner.At], separated);
        return TokenType.Number;
    }

    // Up to 13 hexadecimal or 15 decimal digits: no more than 53 bits, so exact.
    private static long SmallValue(ReadOnlySpan<char> digits, int radix)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            value = digit == '_' ? value : (value * radix) + Characters.HexValue(digit);
        }

        return value;
    }

    private static bool TakeFractionAndExponent(Scanner scanner)
    {
        var separated = false;
        if (Take(scanner, '.'))
        {
            separated = scanner.Peek(0) == '_' ? throw scanner.Error(Messages.InvalidOrUnexpectedToken, scanner.Start) : TakeDigits(scanner, 10);
        }

        if (scanner.Peek(0) is not ('e' or 'E'))
        {
            return separated;
        }

        scanner.At++;
        _ = Take(scanner, '+') || Take(scanner, '-');
        if (!char.IsAsciiDigit(scanner.Peek(0)))
        {
            throw scanner.Error(Messages.InvalidOrUnexpectedToken, scanner.Start);
        }

        return TakeDigits(scanner, 10) || separated;
    }

    private static TokenType BigInt(Scanner scanner)
    {
        scanner.Text = string.Empty;
        return TokenType.BigInt;
    }

    private static double Parse(ReadOnlySpan<char> literal, bool separated)
    {
        if (separated)
        {
            literal = literal.ToString().Replace("_", "", StringComparison.Ordinal);
        }

        return double.Parse(literal, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
    }

    /// <summary>Steps over digits and single separators between them.</summary>
    /// <returns>Whether there were separators.</returns>
    private static bool TakeDigits(Scanner scanner, int radix)
    {
        var source = scanner.Source;
        var separated = false;
        var start = scanner.At;
        for (; scanner.At < source.Length; scanner.At++)
        {
            var character = source[scanner.At];
            if (character == '_')
            {
                separated = true;
                if (scanner.Peek(1) == '_')
                {
                    throw scanner.Error(Messages.ContinuousNumericSeparator, scanner.At + 1);
                }

                if (scanner.At == start || !IsDigit(scanner.Peek(1), radix))
                {
                    throw scanner.Error(Messages.TrailingNumericSeparator, scanner.At + 1);
                }
            }
            else if (!IsDigit(character, radix))
            {
                break;
            }
        }

        return separated;
    }

    private static bool IsDigit(char character, int radix) => (uint)Characters.HexValue(character) < (uint)radix;

    private static bool Take(Scanner scanner, char expected)
    {
        if (scanner.Peek(0) != expected)
        {
            return false;
        }

        scanner.At++;
        return true;
    }
}
