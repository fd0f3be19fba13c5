using System.Buffers;

namespace Acornima;

/// <summary>Skips white space, line terminators and comments, counting lines.</summary>
internal static class TriviaScanner
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\n\r\u2028\u2029");
    private static readonly SearchValues<char> CommentStops = SearchValues.Create("*\n\r\u2028\u2029");

    /// <summary>Skips to the next token and notes whether a line terminator was passed.</summary>
    public static void Skip(Scanner scanner, bool htmlComments)
    {
        var source = scanner.Source;
        var newline = scanner is { Type: TokenType.EndOfFile, AfterNewline: true }; // only before the first token
        while (scanner.At < source.Length)
        {
            var character = source[scanner.At];
            switch (character)
            {
                case ' ' or '\t' or '\v' or '\f':
                    scanner.At++;
                    continue;
                case '\n' or '\r' or Characters.LineSeparator or Characters.ParagraphSeparator:
                    scanner.TakeLineTerminator();
                    newline = true;
                    continue;
                case '/' when scanner.Peek(1) == '/':
                    SkipLine(scanner);
                    continue;
                case '/' when scanner.Peek(1) == '*':
                    newline |= SkipBlock(scanner);
                    continue;
                case '<' when htmlComments && scanner.Peek(1) == '!' && scanner.Peek(2) == '-' && scanner.Peek(3) == '-':
                    SkipLine(scanner);
                    continue;
                case '-' when htmlComments && newline && scanner.Peek(1) == '-' && scanner.Peek(2) == '>':
                    SkipLine(scanner);
                    continue;
                case > (char)127 when Characters.IsWideWhiteSpace(character):
                    scanner.At++;
                    continue;
            }

            break;
        }

        scanner.AfterNewline = newline;
    }

    /// <summary>Skips the rest of the line, without its terminator.</summary>
    public static void SkipLine(Scanner scanner)
    {
        var length = scanner.Source[scanner.At..].IndexOfAny(LineEnds);
        scanner.At = length < 0 ? scanner.Source.Length : scanner.At + length;
    }

    private static bool SkipBlock(Scanner scanner)
    {
        var start = scanner.At;
        var source = scanner.Source;
        var newline = false;
        scanner.At += 2;
        while (true)
        {
            var length = source[scanner.At..].IndexOfAny(CommentStops);
            if (length < 0)
            {
                throw scanner.Error(Messages.InvalidOrUnexpectedToken, start);
            }

            scanner.At += length;
            if (source[scanner.At] != '*')
            {
                scanner.TakeLineTerminator();
                newline = true;
            }
            else if (scanner.Peek(1) == '/')
            {
                scanner.At += 2;
                return newline;
            }
            else
            {
                scanner.At++;
            }
        }
    }
}
