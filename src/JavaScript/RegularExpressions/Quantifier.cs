namespace Acornima.RegularExpressions;

/// <summary><c>*</c>, <c>+</c>, <c>?</c> and <c>{n,m}</c>, greedy or lazy.</summary>
internal static class Quantifier
{
    private const string OutOfOrder = "numbers out of order in {} quantifier";

    /// <summary>Takes a quantifier if there is one. Without <c>u</c> and <c>v</c>, braces that are none are left as text.</summary>
    public static bool AcceptsOptional(ref PatternReader reader)
    {
        switch (reader.Current)
        {
            case '*' or '+' or '?':
                reader.Advance();
                break;
            case '{':
                var start = reader.Position;
                if (!TryReadBraces(ref reader, out var isOrdered))
                {
                    return !reader.IsUnicode || reader.Fail("Incomplete quantifier");
                }

                if (!isOrdered)
                {
                    return reader.Fail(OutOfOrder, start);
                }

                break;
            default:
                return true;
        }

        reader.Eat('?');
        return true;
    }

    /// <summary>Behind an assertion that cannot be repeated.</summary>
    public static bool AcceptsAbsence(ref PatternReader reader)
    {
        var start = reader.Position;
        return reader.Current switch
        {
            '*' or '+' or '?' => reader.Fail("Invalid quantifier"),
            '{' when TryReadBraces(ref reader, out var isOrdered) => reader.Fail(isOrdered ? "Invalid quantifier" : OutOfOrder, start),
            _ => true,
        };
    }

    /// <summary>Takes <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>, or nothing at all.</summary>
    /// <remarks>It is not ordered when n is larger than m; numbers may have any length.</remarks>
    public static bool TryReadBraces(ref PatternReader reader, out bool isOrdered)
    {
        var start = reader.Position;
        isOrdered = true;
        reader.Advance();
        var minimum = ReadDigits(ref reader);
        if (minimum.Length > 0)
        {
            if (reader.Eat(','))
            {
                var maximum = ReadDigits(ref reader);
                isOrdered = maximum.Length == 0 || IsAtMost(minimum, maximum);
            }

            if (reader.Eat('}'))
            {
                return true;
            }
        }

        reader.Position = start;
        return false;
    }

    private static ReadOnlySpan<char> ReadDigits(ref PatternReader reader)
    {
        var start = reader.Position;
        while (PatternReader.IsDigit(reader.Current))
        {
            reader.Advance();
        }

        return reader.Slice(start);
    }

    private static bool IsAtMost(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length < right.Length : left.SequenceCompareTo(right) <= 0;
    }
}
