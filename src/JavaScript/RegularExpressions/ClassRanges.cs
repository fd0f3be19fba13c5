namespace Acornima.RegularExpressions;

/// <summary>A class without <c>v</c>: characters, ranges and escapes between brackets.</summary>
internal static class ClassRanges
{
    /// <summary>Takes a whole class; the reader is at its bracket.</summary>
    public static bool Accepts(ref PatternReader reader)
    {
        reader.Advance();
        reader.Eat('^');
        while (!reader.Eat(']'))
        {
            if (!AcceptsItem(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AcceptsItem(ref PatternReader reader)
    {
        var start = reader.Position;
        if (!AcceptsAtom(ref reader, out var from))
        {
            return false;
        }

        // A dash before the end is itself; the loop above takes it.
        if (reader.Current != '-' || reader.Peek(1) is ']' or PatternReader.End)
        {
            return true;
        }

        reader.Advance();
        if (!AcceptsAtom(ref reader, out var to))
        {
            return false;
        }

        if (from == CharacterEscape.Set || to == CharacterEscape.Set)
        {
            // Annex B reads [a-\d] as three items.
            return !reader.IsUnicode || reader.Fail("Invalid character class", start);
        }

        return from <= to || reader.Fail("Range out of order in character class", start);
    }

    private static bool AcceptsAtom(ref PatternReader reader, out int character)
    {
        character = CharacterEscape.Set;
        switch (reader.Current)
        {
            case PatternReader.End:
                return reader.Fail("Unterminated character class");
            case '\\':
                return CharacterEscape.AcceptsInClass(ref reader, out character, out _);
            default:
                character = reader.ReadCharacter();
                return true;
        }
    }
}
