namespace Acornima.RegularExpressions;

/// <summary>Disjunctions, alternatives and terms. Source: ECMAScript 2025 §22.2.1; without <c>u</c> and <c>v</c>, §B.1.2.</summary>
/// <remarks>
/// A loop over terms with a stack of open groups instead of recursion: the depth of a pattern costs heap, not stack.
/// </remarks>
internal sealed class PatternGrammar
{
    private readonly OpenGroups _groups = new();
    private readonly GroupNames _names;

    public PatternGrammar() => _names = new GroupNames(_groups);

    /// <returns><see langword="false"/> when the reader holds an error.</returns>
    public bool Accepts(ref PatternReader reader)
    {
        while (reader.Current != PatternReader.End)
        {
            if (!Term(ref reader))
            {
                return false;
            }
        }

        return _groups.Depth > 0 ? reader.Fail("Unterminated group") : _names.ReferencesResolve(ref reader);
    }

    private bool Term(ref PatternReader reader)
    {
        switch (reader.Current)
        {
            case '|':
                _groups.NextAlternative(reader.Position);
                reader.Advance();
                return true;
            case '^' or '$':
                reader.Advance();
                return true;
            case '(':
                return GroupOpening.Accepts(ref reader, _groups, _names);
            case ')':
                return CloseGroup(ref reader);
            case '*' or '+' or '?':
                return reader.Fail("Nothing to repeat");
            case '{' when Quantifier.TryReadBraces(ref reader, out _):
                return reader.Fail("Nothing to repeat");
            case '{' or '}' or ']' when reader.IsUnicode:
                return reader.Fail("Lone quantifier brackets");
            case '[':
                return Class(ref reader) && Quantifier.AcceptsOptional(ref reader);
            case '\\':
                return Escape(ref reader);
            default:
                reader.ReadCharacter();
                return Quantifier.AcceptsOptional(ref reader);
        }
    }

    private bool CloseGroup(ref PatternReader reader)
    {
        if (_groups.Depth == 0)
        {
            return reader.Fail("Unmatched ')'");
        }

        reader.Advance();
        var kind = _groups.Close();

        // Annex B lets a lookahead be repeated, for the web's sake; nobody may repeat a lookbehind.
        var repeatable = kind == GroupKind.Plain || (kind == GroupKind.Lookahead && !reader.IsUnicode);
        return repeatable ? Quantifier.AcceptsOptional(ref reader) : Quantifier.AcceptsAbsence(ref reader);
    }

    private static bool Class(ref PatternReader reader) =>
        reader.IsUnicodeSets ? ClassSet.Accepts(ref reader, depth: 1, out _) : ClassRanges.Accepts(ref reader);

    private bool Escape(ref PatternReader reader)
    {
        switch (reader.Peek(1))
        {
            case 'b' or 'B':
                reader.Advance(2);
                return true; // an assertion: a quantifier behind it has nothing to repeat
            case 'k' when reader.IsUnicode || reader.HasGroupNames:
                return _names.AcceptsReference(ref reader) && Quantifier.AcceptsOptional(ref reader);
            case >= '1' and <= '9' when reader.IsUnicode:
                return AcceptsBackreference(ref reader) && Quantifier.AcceptsOptional(ref reader);
            default:
                return CharacterEscape.AcceptsAtom(ref reader) && Quantifier.AcceptsOptional(ref reader);
        }
    }

    // Without u and v a number too large is an octal escape or a plain digit (§B.1.2), so only strict patterns come here.
    private static bool AcceptsBackreference(ref PatternReader reader)
    {
        var start = reader.Position;
        var number = 0;
        reader.Advance();
        for (; PatternReader.IsDigit(reader.Current); reader.Advance())
        {
            number = Math.Min((number * 10) + reader.Current - '0', PatternLimits.Captures + 1);
        }

        return number <= reader.Captures || reader.Fail("Invalid escape", start);
    }
}
