namespace Acornima.RegularExpressions;

/// <summary>What follows <c>\p</c> and <c>\P</c> with <c>u</c> or <c>v</c>: <c>{Name}</c> or <c>{Name=Value}</c>, matched exactly.</summary>
internal static class PropertyEscape
{
    /// <summary>Takes the braces and what is in them.</summary>
    /// <remarks>Negated means written <c>\P</c>, which excludes properties of strings.</remarks>
    public static bool Accepts(ref PatternReader reader, bool isNegated, out bool mayContainStrings)
    {
        mayContainStrings = false;
        if (!reader.Eat('{'))
        {
            return false;
        }

        var name = ReadWord(ref reader);
        if (reader.Eat('='))
        {
            var value = ReadWord(ref reader);
            return reader.Eat('}') && UnicodeProperties.HasValue(name, value);
        }

        if (!reader.Eat('}'))
        {
            return false;
        }

        mayContainStrings = reader.IsUnicodeSets && !isNegated && UnicodeProperties.IsOfStrings(name);
        return mayContainStrings || UnicodeProperties.IsLone(name);
    }

    private static ReadOnlySpan<char> ReadWord(ref PatternReader reader)
    {
        var start = reader.Position;
        while (reader.Current is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'))
        {
            reader.Advance();
        }

        return reader.Slice(start);
    }
}
