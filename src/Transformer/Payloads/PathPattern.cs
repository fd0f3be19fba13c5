using System.Globalization;
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
            _last = compiled = new Compiled(pattern, Compile(pattern, whole, out _));
        }

        return compiled.Regex?.IsMatch(text) ?? false;
    }

    /// <summary>Why a pattern is none; null when it is one.</summary>
    public static string? ProblemOf(string pattern) => Compile(pattern, whole: true, out var problem) is null ? problem : null;

    private static Regex? Compile(string pattern, bool whole, out string? problem)
    {
        problem = pattern.Length > LongestPattern ? string.Create(CultureInfo.InvariantCulture, $"a pattern has at most {LongestPattern} characters") : Unportable(pattern);
        if (problem is not null)
        {
            return null;
        }

        try
        {
            return new Regex(whole ? $@"\A(?:{Translate(pattern)})\z" : Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException) // no regular expression, or too large for linear time
        {
            problem = fault.Message;
            return null;
        }
    }

    // I-Regexp has no anchors, groups with options, back-references, lazy or possessive quantifiers, and of escapes \p \P and those for single characters only.
    private static string? Unportable(string pattern)
    {
        if (pattern.Contains("(?", StringComparison.Ordinal))
        {
            return "it has no groups with options or look-around";
        }

        if (Regex.IsMatch(pattern, @"(?<!\\)([*+?]|\{[0-9,]+\})[+?]"))
        {
            return "it has no lazy or possessive quantifiers";
        }

        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '\\')
            {
                continue;
            }

            if (++i == pattern.Length)
            {
                return "it ends with a backslash";
            }

            if (!@"()*+-.?[\]^nprtP{|}$".Contains(pattern[i], StringComparison.Ordinal))
            {
                return $"\\{pattern[i]} is not in it; [0-9] is a digit, [A-Za-z0-9_] a character of a word, [ ] a blank";
            }
        }

        return null;
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
