using System.Collections.Immutable;

namespace Busroot.Transformer.Payloads;

/// <summary>Reads the segments and selectors of a JSONPath query (RFC 9535 §2.3 and §2.5); <see cref="JsonFilterParser"/> reads filters.</summary>
internal static class JsonPathParser
{
    /// <summary>More elements than the largest accepted packet can hold.</summary>
    private const int LargestIndex = 1_000_000;

    /// <summary>Reads a whole text as it stands in rule.json; what is wrong with it, the cursor says.</summary>
    public static ImmutableArray<QuerySegment> Parse(PathCursor cursor)
    {
        var segments = ImmutableArray.CreateBuilder<QuerySegment>();
        if (cursor.IsAtEnd)
        {
            cursor.Fail("a path is empty; \"$\" is the whole payload");
        }
        else if (cursor.Next == '$')
        {
            cursor.Skip();
        }
        else if (cursor.Next != '[')
        {
            segments.Add(new QuerySegment(false, [ReadMember(cursor)]));
        }

        ReadSegments(cursor, segments);
        if (cursor.Error is null && !cursor.IsAtEnd)
        {
            cursor.Fail(cursor.Text.AsSpan(cursor.At).IsWhiteSpace() ? "a blank cannot stand at the end" : $"'{cursor.Next}' cannot stand here; a name with such a character is written ['...']");
        }

        return segments.ToImmutable();
    }

    /// <summary>Reads segments as long as there are any; stops before what is none.</summary>
    public static void ReadSegments(PathCursor cursor, ImmutableArray<QuerySegment>.Builder segments)
    {
        while (cursor.Error is null)
        {
            var start = cursor.At;
            cursor.SkipBlanks();
            if (cursor.Next is not ('.' or '['))
            {
                cursor.Return(start);
                return;
            }

            if (segments.Count == JsonPath.MostSegments)
            {
                cursor.Fail($"a path has at most {JsonPath.MostSegments} steps");
                return;
            }

            segments.Add(ReadSegment(cursor));
        }
    }

    private static QuerySegment ReadSegment(PathCursor cursor)
    {
        var isDescendant = cursor.Next == '.' && cursor.Peek(1) == '.';
        if (isDescendant)
        {
            cursor.Skip(2);
        }
        else if (cursor.Next == '.')
        {
            cursor.Skip();
            return new QuerySegment(false, [ReadMember(cursor)]);
        }

        return new QuerySegment(isDescendant, cursor.Next == '[' ? ReadBracket(cursor) : [ReadMember(cursor)]);
    }

    // name, or * for all: what stands behind a dot
    private static Selector ReadMember(PathCursor cursor)
    {
        if (cursor.Next == '*')
        {
            cursor.Skip();
            return new WildcardSelector();
        }

        var start = cursor.At;
        while (IsNameCharacter(cursor.Next, first: cursor.At == start))
        {
            cursor.Skip();
        }

        if (cursor.At == start)
        {
            cursor.Fail(cursor.IsAtEnd ? "a name is missing at the end" : $"a name cannot start with '{cursor.Next}'; write such a name as ['...']");
        }

        return new NameSelector(cursor.Text[start..cursor.At]);
    }

    private static ImmutableArray<Selector> ReadBracket(PathCursor cursor)
    {
        var selectors = ImmutableArray.CreateBuilder<Selector>();
        cursor.Skip();
        do
        {
            cursor.SkipBlanks();
            selectors.Add(ReadSelector(cursor));
        }
        while (cursor.Error is null && cursor.Accept(","));

        if (cursor.Error is null && !cursor.Accept("]"))
        {
            cursor.Fail("']' is missing");
        }

        return selectors.ToImmutable();
    }

    private static Selector ReadSelector(PathCursor cursor)
    {
        switch (cursor.Next)
        {
            case '\'' or '"':
                return new NameSelector(cursor.ReadQuoted());
            case '*':
                cursor.Skip();
                return new WildcardSelector();
            case '?':
                cursor.Skip();
                return new FilterSelector(JsonFilterParser.Read(cursor));
            case '-' or ':' or (>= '0' and <= '9'):
                return ReadIndexOrSlice(cursor);
            default:
                cursor.Fail("'[' is followed by an index, a slice such as 1:3, a name in quotes, * or a filter ?...");
                return new WildcardSelector();
        }
    }

    private static Selector ReadIndexOrSlice(PathCursor cursor)
    {
        var start = cursor.Next == ':' ? null : cursor.ReadIndex(LargestIndex);
        if (cursor.Error is not null || !cursor.Accept(":"))
        {
            return new IndexSelector(start ?? 0);
        }

        var end = ReadBound(cursor);
        var step = cursor.Error is null && cursor.Accept(":") ? ReadBound(cursor) : null;
        return new SliceSelector(start, end, step ?? 1);
    }

    private static int? ReadBound(PathCursor cursor)
    {
        var before = cursor.At;
        cursor.SkipBlanks();
        if (cursor.Next is '-' or (>= '0' and <= '9'))
        {
            return cursor.ReadIndex(LargestIndex);
        }

        cursor.Return(before);
        return null;
    }

    private static bool IsNameCharacter(char c, bool first) =>
        char.IsAsciiLetter(c) || c == '_' || c >= 0x80 || (!first && char.IsAsciiDigit(c)); // RFC 9535 §2.5.1.1
}
