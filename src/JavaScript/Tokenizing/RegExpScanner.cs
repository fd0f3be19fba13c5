namespace Acornima;

/// <summary>Finds the end of a regular expression literal; what is inside is not its business.</summary>
internal static class RegExpScanner
{
    /// <summary>Reads from behind the opening slash: Text becomes the pattern, Cooked the flags.</summary>
    public static void Scan(Scanner scanner)
    {
        var source = scanner.Source;
        var start = scanner.At;
        var inClass = false;
        for (var at = start; at < source.Length && !Characters.IsLineTerminator(source[at]); at++)
        {
            switch (source[at])
            {
                case '\\' when at + 1 < source.Length && !Characters.IsLineTerminator(source[at + 1]):
                    at++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '/' when !inClass:
                    scanner.Text = source[start..at].ToString();
                    scanner.At = at + 1;
                    scanner.Cooked = ReadFlags(scanner);
                    return;
            }
        }

        throw scanner.Error(Messages.UnterminatedRegExp, scanner.Start);
    }

    private static string ReadFlags(Scanner scanner)
    {
        var source = scanner.Source;
        var start = scanner.At;
        while (scanner.At < source.Length && Characters.IsIdentifierPart(source[scanner.At]))
        {
            scanner.At++;
        }

        return scanner.Peek(0) == '\\'
            ? throw scanner.Error(Messages.MalformedRegExpFlags, scanner.Start) // flags cannot be written with escapes
            : scanner.Names.Intern(source[start..scanner.At]);
    }
}
