namespace Acornima.RegularExpressions;

/// <summary>Escapes that stand for a character or a set of characters.</summary>
internal static class CharacterEscape
{
    /// <summary>What <see cref="AcceptsInClass"/> gives for an escape that stands for a set, such as <c>\d</c>.</summary>
    public const int Set = -1;

    /// <summary>Takes an escape outside a class; the reader is at the backslash.</summary>
    public static bool AcceptsAtom(ref PatternReader reader)
    {
        var start = reader.Position;
        if (IsSet(ref reader))
        {
            return AcceptsSet(ref reader, "Invalid property name", out _);
        }

        return AcceptsCommon(ref reader, isInClass: false, out _) || Refuse(ref reader, start, isInClass: false);
    }

    /// <summary>Takes an escape in a class; the reader is at the backslash.</summary>
    /// <remarks>
    /// Gives the character's value, or <see cref="Set"/>; and whether, with <c>v</c>, it is a property some of whose members are longer
    /// than a character.
    /// </remarks>
    public static bool AcceptsInClass(ref PatternReader reader, out int character, out bool mayContainStrings)
    {
        mayContainStrings = false;
        character = Set;
        var start = reader.Position;
        if (IsSet(ref reader))
        {
            return AcceptsSet(ref reader, "Invalid property name in character class", out mayContainStrings);
        }

        if (TryReadClassOnly(ref reader, out character))
        {
            return true;
        }

        return AcceptsCommon(ref reader, isInClass: true, out character) || Refuse(ref reader, start, isInClass: true);
    }

    private static bool IsSet(ref PatternReader reader) =>
        reader.Peek(1) is 'd' or 'D' or 's' or 'S' or 'w' or 'W' || (reader.IsUnicode && reader.Peek(1) is 'p' or 'P');

    private static bool AcceptsSet(ref PatternReader reader, string error, out bool mayContainStrings)
    {
        mayContainStrings = false;
        var start = reader.Position;
        var letter = reader.Peek(1);
        reader.Advance(2);
        return letter is not ('p' or 'P') || PropertyEscape.Accepts(ref reader, letter == 'P', out mayContainStrings) || reader.Fail(error, start);
    }

    // \b is a backspace in a class; \- and the other punctuators are escapable there with u and v only.
    private static bool TryReadClassOnly(ref PatternReader reader, out int character)
    {
        character = reader.Peek(1);
        var isClassOnly = character == 'b' || (character == '-' && reader.IsUnicode)
            || (reader.IsUnicodeSets && ClassSetCharacters.IsReservedPunctuator(character));
        if (isClassOnly)
        {
            reader.Advance(2);
            character = character == 'b' ? '\b' : character;
        }

        return isClassOnly;
    }

    private static bool AcceptsCommon(ref PatternReader reader, bool isInClass, out int character)
    {
        var letter = reader.Peek(1);
        character = letter;
        reader.Advance(Math.Min(2, letter == PatternReader.End ? 1 : 2));
        switch (letter)
        {
            case PatternReader.End:
                return reader.Fail("\\ at end of pattern");
            case 'f' or 'n' or 'r' or 't' or 'v':
                character = letter switch { 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => '\v' };
                return true;
            case 'c':
                return AcceptsControl(ref reader, isInClass, out character);
            case 'x':
                return reader.TryReadHex(2, out var byteValue) ? Assign(byteValue, out character) : !reader.IsUnicode;
            case 'u':
                return AcceptsUnicode(ref reader, out character);
            case >= '0' and <= '9':
                return AcceptsDigit(ref reader, letter, out character);
            default:
                return AcceptsIdentity(ref reader, isInClass, letter, out character);
        }
    }

    private static bool Assign(int value, out int character)
    {
        character = value;
        return true;
    }

    // Annex B: \c that is no control escape is a backslash, and the c a character of its own.
    private static bool AcceptsControl(ref PatternReader reader, bool isInClass, out int character)
    {
        var letter = reader.Current;
        character = letter & 0x1F;
        if (letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')
            || (isInClass && !reader.IsUnicode && (PatternReader.IsDigit(letter) || letter == '_')))
        {
            reader.Advance();
            return true;
        }

        character = '\\';
        reader.Advance(-1);
        return !reader.IsUnicode || reader.Fail("Invalid Unicode escape");
    }

    private static bool AcceptsUnicode(ref PatternReader reader, out int character)
    {
        character = 'u';
        if (reader.IsUnicode)
        {
            return UnicodeEscape.TryRead(ref reader, out character) || reader.Fail("Invalid Unicode escape");
        }

        return !reader.TryReadHex(4, out var unit) || Assign(unit, out character);
    }

    // Strict: only \0, and no digit behind it. Annex B: up to three octal digits, at most \377; \8 and \9 are themselves.
    private static bool AcceptsDigit(ref PatternReader reader, int first, out int character)
    {
        character = first;
        if (reader.IsUnicode)
        {
            character = 0;
            return first == '0' && !PatternReader.IsDigit(reader.Current);
        }

        if (first >= '8')
        {
            return true;
        }

        character = first - '0';
        var more = first <= '3' ? 2 : 1;
        for (; more > 0 && reader.Current is >= '0' and <= '7'; more--, reader.Advance())
        {
            character = (character * 8) + reader.Current - '0';
        }

        return true;
    }

    private static bool AcceptsIdentity(ref PatternReader reader, bool isInClass, int letter, out int character)
    {
        character = letter;
        if (reader.IsUnicode)
        {
            return letter is '^' or '$' or '\\' or '.' or '*' or '+' or '?' or '(' or ')' or '[' or ']' or '{' or '}' or '|' or '/';
        }

        // With named groups \k must be a reference, and a class cannot hold one.
        return letter != 'k' || !isInClass || !reader.HasGroupNames;
    }

    private static bool Refuse(ref PatternReader reader, int start, bool isInClass)
    {
        var error = reader.Peek(start + 1 - reader.Position) switch
        {
            >= '0' and <= '7' when isInClass => "Invalid class escape",
            '0' => "Invalid decimal escape",
            _ => "Invalid escape",
        };
        return reader.Fail(error, start);
    }
}
