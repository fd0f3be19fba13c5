namespace Acornima.RegularExpressions;

/// <summary>What may follow an opening parenthesis: nothing, <c>?:</c>, lookaround, a name or modifiers.</summary>
internal static class GroupOpening
{
    public static bool Accepts(ref PatternReader reader, OpenGroups groups, GroupNames names)
    {
        var opened = reader.Position;
        reader.Advance();
        if (groups.Depth == PatternLimits.OpenGroups)
        {
            return reader.Fail("Regular expression too large", opened);
        }

        if (!reader.Eat('?'))
        {
            groups.Open(GroupKind.Plain, opened);
            return names.Count(ref reader);
        }

        return AcceptsSpecial(ref reader, groups, names, opened);
    }

    private static bool AcceptsSpecial(ref PatternReader reader, OpenGroups groups, GroupNames names, int opened)
    {
        switch (reader.Current)
        {
            case ':':
                return Open(ref reader, groups, GroupKind.Plain, opened, skip: 1);
            case '=' or '!':
                return Open(ref reader, groups, GroupKind.Lookahead, opened, skip: 1);
            case '<' when reader.Peek(1) is '=' or '!':
                return Open(ref reader, groups, GroupKind.Lookbehind, opened, skip: 2);
            case '<':
                // The name is checked first: the group it names is not yet one of the groups around it.
                return names.Count(ref reader) && names.AcceptsDefinition(ref reader) && Open(ref reader, groups, GroupKind.Plain, opened, skip: 0);
            case 'i' or 'm' or 's' or '-':
                return AcceptsModifiers(ref reader) && Open(ref reader, groups, GroupKind.Plain, opened, skip: 1);
            default:
                return reader.Fail("Invalid group");
        }
    }

    private static bool Open(ref PatternReader reader, OpenGroups groups, GroupKind kind, int opened, int skip)
    {
        groups.Open(kind, opened);
        reader.Advance(skip);
        return true;
    }

    // (?ims-ims: with each letter at most once on both sides together, and not (?-: with no letter at all.
    private static bool AcceptsModifiers(ref PatternReader reader)
    {
        var seen = RegExpFlags.None;
        var dashes = 0;
        for (; reader.Current != ':'; reader.Advance())
        {
            var letter = reader.Current switch
            {
                'i' => RegExpFlags.IgnoreCase,
                'm' => RegExpFlags.Multiline,
                's' => RegExpFlags.DotAll,
                _ => RegExpFlags.None,
            };
            if (letter == RegExpFlags.None && (reader.Current != '-' || ++dashes > 1))
            {
                return reader.Fail(dashes > 1 ? "Multiple dashes in flag group" : "Invalid flag group");
            }

            if ((seen & letter) != 0)
            {
                return reader.Fail("Repeated flag in flag group");
            }

            seen |= letter;
        }

        return seen != RegExpFlags.None || reader.Fail("Invalid flag group");
    }
}
