using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Busroot.Transformer.Scripting;

/// <summary>The regular expressions of <c>match</c>: however a pattern is written, the time it takes grows with the text only.</summary>
/// <remarks>
/// Owner: one realm; keeps what it compiled. Patterns are written as JavaScript writes them, without what cannot be had in linear time: look-around
/// and back-references. The realm's limit on one match holds besides, for patterns that are large.
/// </remarks>
internal sealed class LinearPatterns(ScriptRealm realm)
{
    private const int LongestPattern = 1024;
    private const int MostKept = 64; // a script that builds patterns from data must not fill memory

    private readonly Dictionary<string, Regex> _known = new(StringComparer.Ordinal);

    /// <summary>Looks for the first match.</summary>
    /// <exception cref="InvalidResultException">The pattern is none, or cannot be matched in linear time.</exception>
    public Match Match(string text, string pattern)
    {
        realm.Check();
        if (!_known.TryGetValue(pattern, out var regex))
        {
            regex = Compile(pattern);
            if (_known.Count < MostKept)
            {
                _known.Add(pattern, regex);
            }
        }

        return regex.Match(text);
    }

    private Regex Compile(string pattern)
    {
        try
        {
            return pattern.Length <= LongestPattern
                ? new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, realm.Limits.RegexTime)
                : throw new InvalidResultException(RuleFault.ScriptThrew, string.Create(CultureInfo.InvariantCulture, $"a pattern of match has at most {LongestPattern} characters"));
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException) // the boundary of the base library: it has no Try form
        {
            throw new InvalidResultException(
                RuleFault.ScriptThrew, $"match cannot use this pattern; it takes those of JavaScript without look-around and back-references: {fault.Message}");
        }
    }

    // What JavaScript means otherwise than the base library: $ is the very end, a point is no line end, \d and \w are ASCII.
    private static string Translate(string pattern)
    {
        var translated = new StringBuilder();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                translated.Append(Escape(pattern[++i], inClass));
                continue;
            }

            translated.Append(inClass ? c.ToString() : c switch { '.' => "[^\\n\\r\\u2028\\u2029]", '$' => "\\z", _ => c.ToString() });
            inClass = c == '[' || (inClass && c != ']');
        }

        return translated.ToString();
    }

    private static string Escape(char c, bool inClass) => (c, inClass) switch
    {
        ('d', true) => "0-9",
        ('w', true) => "A-Za-z0-9_",
        ('d', false) => "[0-9]",
        ('w', false) => "[A-Za-z0-9_]",
        ('D', false) => "[^0-9]",
        ('W', false) => "[^A-Za-z0-9_]",
        _ => $"\\{c}",
    };
}
