using System.Text;
using System.Text.RegularExpressions;

namespace Busroot.Transformer.Payloads;

/// <summary>A regular expression of a filter (I-Regexp, RFC 9485), matched in linear time. A pattern that is none matches nothing.</summary>
/// <remarks>Threads: any. The last pattern is kept compiled, since nearly all are literals.</remarks>
internal sealed class PathPattern(bool whole)
{
    private const int LongestPattern = 1024;

    private Compiled? _last;

    public bool IsMatch(string text, string pattern)
    {
        var compiled = _last;
        if (compiled is null || compiled.Pattern != pattern)
        {
            _last = compiled = new Compiled(pattern, Compile(pattern));
        }

        return compiled.Regex?.IsMatch(text) ?? false;
    }

    private Regex? Compile(string pattern)
    {
        try
        {
            return pattern.Length > LongestPattern || !IsPortable(pattern)
                ? null
                : new Regex(whole ? $@"\A(?:{Translate(pattern)})\z" : Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException) // no regular expression, or too large for linear time
        {
            return null;
        }
    }

    // I-Regexp has no anchors, groups with options, back-references, lazy or possessive quantifiers, and of escapes \p \P and those for single characters only.
    private static bool IsPortable(string pattern)
    {
        if (pattern.Contains("(?", StringComparison.Ordinal) || Regex.IsMatch(pattern, @"(?<!\\)([*+?]|\{[0-9,]+\})[+?]"))
        {
            return false;
        }

        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && (++i == pattern.Length || !@"()*+-.?[\]^nprtP{|}$".Contains(pattern[i], StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    // A point stands for anything but \n and \r (RFC 9485 §5.3); ^ and $ stand for themselves.
    private static string Translate(string pattern)
    {
        var translated = new StringBuilder();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            inClass = c == '[' || (inClass && c != ']');
            if (c == '\\')
            {
                translated.Append(c).Append(pattern[++i]);
            }
            else
            {
                translated.Append(inClass ? c.ToString() : c switch { '.' => "[^\\n\\r]", '^' => "\\^", '$' => "\\$", _ => c.ToString() });
            }
        }

        return translated.ToString();
    }

    private sealed record Compiled(string Pattern, Regex? Regex);
}
