namespace Acornima.RegularExpressions;

/// <summary>The flags of a regular expression. Source: ECMAScript §22.2.3.3, RegExpInitialize.</summary>
[Flags]
internal enum RegExpFlags
{
    None = 0,
    HasIndices = 1,
    Global = 2,
    IgnoreCase = 4,
    Multiline = 8,
    DotAll = 16,
    Unicode = 32,
    UnicodeSets = 64,
    Sticky = 128,
}

/// <summary>Reads flags from the text after the closing slash.</summary>
internal static class RegExpFlagsText
{
    /// <summary>Reads each letter of <c>dgimsuvy</c> at most once; <c>u</c> and <c>v</c> exclude each other.</summary>
    /// <returns><see langword="false"/> for an unknown or repeated letter and for <c>u</c> beside <c>v</c>.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out RegExpFlags flags)
    {
        flags = RegExpFlags.None;
        foreach (var letter in text)
        {
            var flag = FlagOf(letter);
            if (flag == RegExpFlags.None || (flags & flag) != 0)
            {
                return false;
            }

            flags |= flag;
        }

        const RegExpFlags Both = RegExpFlags.Unicode | RegExpFlags.UnicodeSets;
        return (flags & Both) != Both;
    }

    private static RegExpFlags FlagOf(char letter) => letter switch
    {
        'd' => RegExpFlags.HasIndices,
        'g' => RegExpFlags.Global,
        'i' => RegExpFlags.IgnoreCase,
        'm' => RegExpFlags.Multiline,
        's' => RegExpFlags.DotAll,
        'u' => RegExpFlags.Unicode,
        'v' => RegExpFlags.UnicodeSets,
        'y' => RegExpFlags.Sticky,
        _ => RegExpFlags.None,
    };
}
