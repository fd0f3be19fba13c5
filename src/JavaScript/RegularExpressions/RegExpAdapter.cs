namespace Acornima.RegularExpressions;

/// <summary>Turns ECMAScript patterns into .NET ones.</summary>
internal static class RegExpAdapter
{
    public static RegExpParseResult Adapt(string pattern, string flags, bool compiled, TimeSpan? matchTimeout)
    {
        _ = (pattern, flags, compiled, matchTimeout);
        return default;
    }
}
