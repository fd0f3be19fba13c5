using System.Buffers;
using System.Text;

namespace Acornima;

/// <summary>Reads one stretch of template text, up to a substitution or the closing backtick.</summary>
internal static class TemplateScanner
{
    private static readonly SearchValues<char> Stops = SearchValues.Create("`$\\\n\r\u2028\u2029");
    private static readonly SearchValues<char> RawStops = SearchValues.Create("\r");

    /// <summary>
    /// Reads from behind the opening backtick or brace. Text becomes the raw text; Cooked the cooked one, or null with
    /// <see cref="Scanner.TemplateError"/> set when an escape is invalid, which a tag may make good.
    /// </summary>
    public static void Scan(Scanner scanner)
    {
        var source = scanner.Source;
        var start = scanner.At;
        scanner.TemplateError = null;
        StringBuilder? cooked = null;
        while (true)
        {
            var length = source[scanner.At..].IndexOfAny(Stops);
            if (length < 0)
            {
                throw scanner.Error(Messages.UnterminatedTemplate, source.Length);
            }

            cooked?.Append(source.Slice(scanner.At, length));
            scanner.At += length;
            switch (source[scanner.At])
            {
                case '`':
                    Finish(scanner, start, cooked, tail: true);
                    return;
                case '$' when scanner.Peek(1) == '{':
                    Finish(scanner, start, cooked, tail: false);
                    return;
                case '\\':
                    cooked ??= new StringBuilder().Append(source[start..scanner.At]);
                    TakeEscape(scanner, cooked);
                    break;
                case '\r':
                    cooked ??= new StringBuilder().Append(source[start..scanner.At]);
                    cooked.Append('\n');
                    scanner.TakeLineTerminator();
                    break;
                case '$':
                    cooked?.Append('$');
                    scanner.At++;
                    break;
                default:
                    cooked?.Append(source[scanner.At]);
                    scanner.TakeLineTerminator();
                    break;
            }
        }
    }

    private static void Finish(Scanner scanner, int start, StringBuilder? cooked, bool tail)
    {
        var raw = scanner.Source[start..scanner.At];
        scanner.Text = raw.ContainsAny(RawStops) ? Normalise(raw) : raw.ToString();
        scanner.Cooked = scanner.TemplateError is not null ? null : cooked?.ToString() ?? scanner.Text;
        scanner.TemplateTail = tail;
        scanner.At += tail ? 1 : 2;
    }

    private static void TakeEscape(Scanner scanner, StringBuilder cooked)
    {
        var start = scanner.At;
        var problem = EscapeReader.Read(scanner, cooked, out var octal) ?? octal switch
        {
            OctalForm.OctalEscape => Messages.TemplateOctalLiteral,
            OctalForm.EightOrNineEscape => Messages.Template8Or9Escape,
            _ => null,
        };
        if (problem is not null && scanner.TemplateError is null)
        {
            scanner.TemplateError = problem;
            scanner.OctalAt = start;
        }
    }

    private static string Normalise(ReadOnlySpan<char> raw) => raw.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
