using System.Text;

namespace Acornima;

/// <summary>Reads identifier names with escapes or characters beyond ASCII, and private names.</summary>
internal static class NameScanner
{
    /// <summary>Reads the name at the scanner's position, whatever it is written with.</summary>
    public static TokenType ScanSlowly(Scanner scanner)
    {
        var (name, escaped) = Read(scanner);
        scanner.Text = scanner.Names.Intern(name);
        var type = NameTable.KeywordType(name);
        if (!escaped || type == TokenType.Identifier)
        {
            return type;
        }

        // An escaped word is never a keyword: contextual words become plain identifiers, reserved ones remain errors.
        return type switch
        {
            TokenType.Arguments or TokenType.Eval => type,
            <= TokenType.Using => TokenType.Identifier,
            <= TokenType.Await => TokenType.EscapedStrictReserved,
            _ => TokenType.EscapedReserved,
        };
    }

    /// <summary>Reads <c>#name</c>.</summary>
    public static TokenType ScanPrivate(Scanner scanner)
    {
        var at = scanner.At++;
        if (scanner.At >= scanner.Source.Length || !(scanner.Peek(0) == '\\' || Characters.IsIdentifierStart(CodePointAt(scanner.Source, scanner.At))))
        {
            throw scanner.Error(Messages.InvalidOrUnexpectedToken, at);
        }

        scanner.Text = scanner.Names.Intern(Read(scanner).Name);
        return TokenType.PrivateName;
    }

    private static (string Name, bool Escaped) Read(Scanner scanner)
    {
        var source = scanner.Source;
        var start = scanner.At;
        StringBuilder? built = null;
        while (scanner.At < source.Length)
        {
            var at = scanner.At;
            if (source[at] == '\\')
            {
                built ??= new StringBuilder().Append(source[start..at]);
                AppendCodePoint(built, ReadEscape(scanner, isFirst: at == start));
                continue;
            }

            var codePoint = CodePointAt(source, at);
            if (!(at == start ? Characters.IsIdentifierStart(codePoint) : Characters.IsIdentifierPart(codePoint)))
            {
                break;
            }

            scanner.At += codePoint > char.MaxValue ? 2 : 1;
            built?.Append(source[at..scanner.At]);
        }

        return scanner.At > start
            ? (built?.ToString() ?? source[start..scanner.At].ToString(), built is not null)
            : throw scanner.Error(Messages.InvalidOrUnexpectedToken, start);
    }

    private static int ReadEscape(Scanner scanner, bool isFirst)
    {
        var start = scanner.At++;
        if (scanner.Peek(0) != 'u')
        {
            throw scanner.Error(Messages.InvalidOrUnexpectedToken, start);
        }

        scanner.At++;
        if (!EscapeReader.TryReadUnicode(scanner.Source, ref scanner.At, out var codePoint, out var problem))
        {
            throw scanner.Error(problem!, start);
        }

        var fits = isFirst ? Characters.IsIdentifierStart(codePoint) : Characters.IsIdentifierPart(codePoint);
        return fits ? codePoint : throw scanner.Error(Messages.InvalidUnicodeEscapeSequence, start);
    }

    private static int CodePointAt(ReadOnlySpan<char> source, int at) =>
        char.IsHighSurrogate(source[at]) && at + 1 < source.Length && char.IsLowSurrogate(source[at + 1])
            ? char.ConvertToUtf32(source[at], source[at + 1])
            : source[at];

    private static void AppendCodePoint(StringBuilder target, int codePoint)
    {
        if (codePoint > char.MaxValue)
        {
            target.Append(char.ConvertFromUtf32(codePoint));
        }
        else
        {
            target.Append((char)codePoint);
        }
    }
}
