using System.Buffers;
using System.Text;

namespace Acornima;

/// <summary>Reads string literals.</summary>
internal static class StringScanner
{
    private const int LongestInterned = 32; // longer texts are rarely repeated, and hashing them costs more than it saves

    private static readonly SearchValues<char> DoubleStops = SearchValues.Create("\"\\\n\r\u2028\u2029");
    private static readonly SearchValues<char> SingleStops = SearchValues.Create("'\\\n\r\u2028\u2029");

    /// <summary>Reads the literal at the scanner's position; Text becomes its value.</summary>
    public static void Scan(Scanner scanner, char quote)
    {
        var body = scanner.Source[(scanner.At + 1)..];
        var length = body.IndexOfAny(quote == '"' ? DoubleStops : SingleStops);
        if (length >= 0 && body[length] == quote)
        {
            var value = body[..length];
            scanner.Text = length <= LongestInterned ? scanner.Names.Intern(value) : value.ToString();
            scanner.At += length + 2;
            return;
        }

        ScanSlowly(scanner, quote);
    }

    private static void ScanSlowly(Scanner scanner, char quote)
    {
        var source = scanner.Source;
        var value = new StringBuilder();
        scanner.At++;
        while (scanner.At < source.Length)
        {
            var character = source[scanner.At];
            if (character == quote)
            {
                scanner.At++;
                scanner.Text = value.ToString();
                return;
            }

            var isSeparator = character is Characters.LineSeparator or Characters.ParagraphSeparator;
            if (character is '\n' or '\r' || (isSeparator && scanner.Edition < EcmaVersion.ES2019))
            {
                break;
            }

            if (character == '\\')
            {
                TakeEscape(scanner, value);
            }
            else if (isSeparator)
            {
                value.Append(character);
                scanner.TakeLineTerminator();
            }
            else
            {
                value.Append(character);
                scanner.At++;
            }
        }

        throw scanner.Error(Messages.InvalidOrUnexpectedToken, scanner.Start);
    }

    private static void TakeEscape(Scanner scanner, StringBuilder value)
    {
        var start = scanner.At;
        if (EscapeReader.Read(scanner, value, out var octal) is { } problem)
        {
            throw scanner.Error(problem, problem == Messages.InvalidOrUnexpectedToken ? scanner.Start : start);
        }

        if (octal != OctalForm.None && scanner.Octal == OctalForm.None)
        {
            scanner.Octal = octal;
            scanner.OctalAt = start;
        }
    }
}
