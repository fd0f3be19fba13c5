using System.Text;

namespace Acornima;

/// <summary>Reads the escape sequences of string literals and templates.</summary>
internal static class EscapeReader
{
    /// <summary>Reads what follows <c>\u</c>: four hexadecimal digits or a code point in braces.</summary>
    public static bool TryReadUnicode(ReadOnlySpan<char> source, ref int at, out int codePoint, out Message? problem)
    {
        problem = Messages.InvalidUnicodeEscapeSequence;
        if (at >= source.Length || source[at] != '{')
        {
            return TryReadHex(source, ref at, digits: 4, out codePoint);
        }

        at++;
        codePoint = 0;
        var digits = 0;
        for (; at < source.Length && Characters.HexValue(source[at]) is >= 0 and var value; at++, digits++)
        {
            codePoint = (codePoint << 4) | value;
            if (codePoint > 0x10FFFF)
            {
                problem = Messages.UndefinedUnicodeCodePoint;
                return false;
            }
        }

        if (digits == 0 || at >= source.Length || source[at] != '}')
        {
            return false;
        }

        at++;
        return true;
    }

    /// <summary>Reads exactly <paramref name="digits"/> hexadecimal digits.</summary>
    public static bool TryReadHex(ReadOnlySpan<char> source, ref int at, int digits, out int value)
    {
        value = 0;
        for (var read = 0; read < digits; read++, at++)
        {
            var digit = at < source.Length ? Characters.HexValue(source[at]) : -1;
            if (digit < 0)
            {
                return false;
            }

            value = (value << 4) | digit;
        }

        return true;
    }

    /// <summary>
    /// Reads the escape whose backslash is at the scanner's position and appends what it stands for. Legacy octal escapes are
    /// read and reported, for the caller to judge.
    /// </summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static Message? Read(Scanner scanner, StringBuilder target, out OctalForm octal)
    {
        octal = OctalForm.None;
        var source = scanner.Source;
        if (++scanner.At >= source.Length)
        {
            return Messages.InvalidOrUnexpectedToken;
        }

        var character = source[scanner.At];
        if (Characters.IsLineTerminator(character))
        {
            scanner.TakeLineTerminator();
            return null;
        }

        scanner.At++;
        switch (character)
        {
            case 'x':
                return Append(target, TryReadHex(source, ref scanner.At, digits: 2, out var unit), unit, Messages.InvalidHexEscapeSequence);
            case 'u':
                var valid = TryReadUnicode(source, ref scanner.At, out var codePoint, out var problem);
                return Append(target, valid, codePoint, problem!);
            case '8' or '9' when scanner.Edition < EcmaVersion.ES2021:
                return Messages.InvalidOrUnexpectedToken;
            case >= '0' and <= '9':
                octal = ReadOctal(scanner, target, character);
                return null;
            default:
                target.Append(SingleEscape(character));
                return null;
        }
    }

    private static char SingleEscape(char character) => character switch
    {
        'b' => '\b',
        't' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        _ => character,
    };

    private static Message? Append(StringBuilder target, bool valid, int codePoint, Message problem)
    {
        if (!valid)
        {
            return problem;
        }

        if (codePoint > char.MaxValue)
        {
            target.Append(char.ConvertFromUtf32(codePoint));
        }
        else
        {
            target.Append((char)codePoint);
        }

        return null;
    }

    private static OctalForm ReadOctal(Scanner scanner, StringBuilder target, char first)
    {
        if (first is '8' or '9')
        {
            target.Append(first);
            return OctalForm.EightOrNineEscape;
        }

        if (first == '0' && !char.IsAsciiDigit(scanner.Peek(0)))
        {
            target.Append('\0');
            return OctalForm.None;
        }

        var value = first - '0';
        for (var digits = 1; digits < 3 && scanner.Peek(0) is >= '0' and <= '7' and var digit && (value * 8) + digit - '0' <= 255; digits++)
        {
            value = (value * 8) + digit - '0';
            scanner.At++;
        }

        target.Append((char)value);
        return OctalForm.OctalEscape;
    }
}
