using System.Collections.Immutable;
using System.Text.Json;

namespace Busroot.Transformer.Payloads;

/// <summary>Reads the condition of a filter (RFC 9535 §2.3.5) and checks that functions get what they take (§2.4.3).</summary>
internal static class JsonFilterParser
{
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">"];

    private static readonly PathCondition Unknown = new AnyOf([]);

    /// <summary>Reads up to what ends the filter; what is wrong, the cursor says.</summary>
    public static PathCondition Read(PathCursor cursor)
    {
        if (!cursor.TryDeepen())
        {
            return Unknown;
        }

        var conditions = ImmutableArray.CreateBuilder<PathCondition>();
        do
        {
            conditions.Add(ReadAnd(cursor));
        }
        while (cursor.Error is null && cursor.Accept("||"));

        cursor.Rise();
        return conditions is [var only] ? only : new AnyOf(conditions.ToImmutable());
    }

    private static PathCondition ReadAnd(PathCursor cursor)
    {
        var conditions = ImmutableArray.CreateBuilder<PathCondition>();
        do
        {
            conditions.Add(ReadBasic(cursor));
        }
        while (cursor.Error is null && cursor.Accept("&&"));

        return conditions is [var only] ? only : new AllOf(conditions.ToImmutable());
    }

    private static PathCondition ReadBasic(PathCursor cursor)
    {
        if (cursor.Accept("!"))
        {
            cursor.SkipBlanks();
            return new Not(cursor.Next == '(' ? ReadParentheses(cursor) : ReadTest(cursor, mayCompare: false));
        }

        cursor.SkipBlanks();
        return cursor.Next == '(' ? ReadParentheses(cursor) : ReadTest(cursor, mayCompare: true);
    }

    private static PathCondition ReadParentheses(PathCursor cursor)
    {
        cursor.Skip();
        var condition = Read(cursor);
        if (cursor.Error is null && !cursor.Accept(")"))
        {
            cursor.Fail("')' is missing");
        }

        return condition;
    }

    private static PathCondition ReadTest(PathCursor cursor, bool mayCompare)
    {
        var start = cursor.At;
        var left = ReadOperand(cursor);
        if (cursor.Error is not null)
        {
            return Unknown;
        }

        var comparison = mayCompare ? Operators.FirstOrDefault(cursor.Accept) : null;
        if (comparison is null)
        {
            return left.Condition ?? (left.Nodes is { } nodes ? new Exists(nodes) : Refuse(cursor, start, "this is a value; compare it with something, such as == 1"));
        }

        cursor.SkipBlanks();
        var place = cursor.At;
        var right = ReadOperand(cursor);
        return cursor.Error is not null ? Unknown
            : left.Value is null ? Refuse(cursor, start, Incomparable)
            : right.Value is null ? Refuse(cursor, place, Incomparable)
            : new Comparison(left.Value, comparison, right.Value);
    }

    private const string Incomparable = "only a literal, a path to one value, or length(), count() and value() can be compared";

    private static Operand ReadOperand(PathCursor cursor)
    {
        if (cursor.Next is '@' or '$')
        {
            return ReadQuery(cursor);
        }

        if (cursor.Next is '\'' or '"')
        {
            return new Operand(PathLiterals.OfText(cursor.ReadQuoted()), null, null);
        }

        var start = cursor.At;
        while (char.IsAsciiLetterOrDigit(cursor.Next) || cursor.Next is '_' or '.' or '-' or '+')
        {
            cursor.Skip();
        }

        var word = cursor.Text[start..cursor.At];
        if (cursor.Next == '(')
        {
            return ReadFunction(cursor, word, start);
        }

        if (PathLiterals.OfWord(word) is { } literal)
        {
            return new Operand(literal, null, null);
        }

        cursor.FailAt(start, "a filter holds paths such as @.id, texts in quotes, numbers, true, false, null, and the functions length, count, match, search and value");
        return default;
    }

    private static Operand ReadQuery(PathCursor cursor)
    {
        var fromRoot = cursor.Next == '$';
        cursor.Skip();
        var segments = ImmutableArray.CreateBuilder<QuerySegment>();
        if (cursor.TryDeepen())
        {
            JsonPathParser.ReadSegments(cursor, segments);
            cursor.Rise();
        }

        var all = segments.ToImmutable();
        var singular = JsonPath.Singular(all) is { } steps ? new SingularOperand(fromRoot, steps) : null;
        return new Operand(singular, new NodesOperand(fromRoot, new JsonQuery(all)), null);
    }

    private static Operand ReadFunction(PathCursor cursor, string name, int start)
    {
        var arguments = new List<Operand>();
        cursor.Skip();
        if (!cursor.Accept(")") && cursor.TryDeepen())
        {
            do
            {
                cursor.SkipBlanks();
                arguments.Add(ReadOperand(cursor));
            }
            while (cursor.Error is null && cursor.Accept(","));

            cursor.Rise();
            if (cursor.Error is null && !cursor.Accept(")"))
            {
                cursor.Fail("')' is missing");
            }
        }

        return cursor.Error is null ? Call(cursor, name, start, arguments) : default;
    }

    private static Operand Call(PathCursor cursor, string name, int start, List<Operand> arguments)
    {
        switch (name, arguments)
        {
            case ("length", [{ Value: { } value }]):
                return new Operand(new LengthOperand(value), null, null);
            case ("count", [{ Nodes: { } nodes }]):
                return new Operand(new CountOperand(nodes), null, null);
            case ("value", [{ Nodes: { } nodes }]):
                return new Operand(new OnlyValueOperand(nodes), null, null);
            case ("match" or "search", [_, { Value: Literal { Value: { ValueKind: JsonValueKind.String } literal } }]) when PathPattern.ProblemOf(literal.GetString()!) is { } problem:
                cursor.FailAt(start, $"\"{literal.GetString()}\" is no I-Regexp (RFC 9485): {problem}");
                return default;
            case ("match" or "search", [{ Value: { } text }, { Value: { } pattern }]):
                return new Operand(null, null, new Matches(text, pattern, new PathPattern(whole: name == "match")));
            default:
                cursor.FailAt(start, name is "length" or "count" or "value" or "match" or "search"
                    ? "length takes one value; count and value take one path; match and search take two values"
                    : $"there is no function \"{name}\"; the functions are length, count, match, search and value");
                return default;
        }
    }

    private static PathCondition Refuse(PathCursor cursor, int place, string problem)
    {
        cursor.FailAt(place, problem);
        return Unknown;
    }

    /// <summary>What an operand can be used as: a path to one value is both a value and nodes.</summary>
    private readonly record struct Operand(ValueOperand? Value, NodesOperand? Nodes, PathCondition? Condition);
}
