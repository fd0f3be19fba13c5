using System.Runtime.CompilerServices;

namespace Acornima.RegularExpressions;

/// <summary>A class with <c>v</c>: a union, an intersection (<c>&amp;&amp;</c>) or a difference (<c>--</c>) of operands.</summary>
internal static class ClassSet
{
    private const string InvalidOperation = "Invalid set operation in character class";
    private const string InvalidCharacter = "Invalid character in character class";

    private enum Operation
    {
        Union,
        Intersection,
        Difference,
    }

    /// <summary>Takes a whole class; the reader is at its bracket.</summary>
    /// <remarks>
    /// The depth counts the classes open, this one included. Gives whether a member could be longer than one character; such a class
    /// cannot be negated.
    /// </remarks>
    public static bool Accepts(ref PatternReader reader, int depth, out bool mayContainStrings)
    {
        mayContainStrings = false;
        var start = reader.Position;
        if (depth > PatternLimits.NestedClasses || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return reader.Fail("Regular expression too large", start);
        }

        reader.Advance();
        var isNegated = reader.Eat('^');
        if (!AcceptsContents(ref reader, depth, ref mayContainStrings))
        {
            return false;
        }

        if (isNegated && mayContainStrings)
        {
            return reader.Fail("Negated character class may contain strings", start);
        }

        return true;
    }

    private static bool AcceptsContents(ref PatternReader reader, int depth, ref bool mayContainStrings)
    {
        if (reader.Eat(']'))
        {
            return true;
        }

        if (!AcceptsOperand(ref reader, depth, out var character, out mayContainStrings))
        {
            return false;
        }

        var operation = OperationAt(ref reader);
        return operation == Operation.Union
            ? AcceptsRangeEnd(ref reader, depth, character) && AcceptsUnion(ref reader, depth, ref mayContainStrings)
            : AcceptsOperations(ref reader, operation, depth, ref mayContainStrings);
    }

    private static Operation OperationAt(ref PatternReader reader) => (reader.Current, reader.Peek(1)) switch
    {
        ('&', '&') => Operation.Intersection,
        ('-', '-') => Operation.Difference,
        _ => Operation.Union,
    };

    private static bool AcceptsUnion(ref PatternReader reader, int depth, ref bool mayContainStrings)
    {
        while (!reader.Eat(']'))
        {
            if (OperationAt(ref reader) != Operation.Union)
            {
                return reader.Fail(InvalidOperation);
            }

            if (!AcceptsOperand(ref reader, depth, out var character, out var strings) || !AcceptsRangeEnd(ref reader, depth, character))
            {
                return false;
            }

            mayContainStrings |= strings;
        }

        return true;
    }

    // Behind an operand of a union: a dash makes it the start of a range, for which both ends must be characters.
    private static bool AcceptsRangeEnd(ref PatternReader reader, int depth, int from)
    {
        if (reader.Current != '-' || reader.Peek(1) == '-')
        {
            return true;
        }

        var start = reader.Position;
        reader.Advance();
        if (!AcceptsOperand(ref reader, depth, out var to, out _))
        {
            return false;
        }

        if (from == CharacterEscape.Set || to == CharacterEscape.Set)
        {
            return reader.Fail("Invalid character class", start);
        }

        return from <= to || reader.Fail("Range out of order in character class", start);
    }

    private static bool AcceptsOperations(ref PatternReader reader, Operation operation, int depth, ref bool mayContainStrings)
    {
        while (!reader.Eat(']'))
        {
            if (reader.Current == PatternReader.End)
            {
                return reader.Fail("Unterminated character class");
            }

            if (OperationAt(ref reader) != operation)
            {
                return reader.Fail(InvalidOperation);
            }

            reader.Advance(2);
            if (operation == Operation.Intersection && reader.Current == '&')
            {
                return reader.Fail(InvalidCharacter);
            }

            if (!AcceptsOperand(ref reader, depth, out _, out var strings))
            {
                return false;
            }

            // A difference holds no more than its first operand, an intersection no more than each.
            mayContainStrings &= strings || operation == Operation.Difference;
        }

        return true;
    }

    private static bool AcceptsOperand(ref PatternReader reader, int depth, out int character, out bool mayContainStrings)
    {
        character = CharacterEscape.Set;
        if (reader.Current == '[')
        {
            return Accepts(ref reader, depth + 1, out mayContainStrings);
        }

        return IsStringsEscape(ref reader)
            ? AcceptsStrings(ref reader, out mayContainStrings)
            : AcceptsCharacter(ref reader, out character, out mayContainStrings);
    }

    private static bool IsStringsEscape(ref PatternReader reader) => reader.Current == '\\' && reader.Peek(1) == 'q' && reader.Peek(2) == '{';

    // \q{one|two|}: alternatives of any length; only those of length one are characters.
    private static bool AcceptsStrings(ref PatternReader reader, out bool mayContainStrings)
    {
        mayContainStrings = false;
        reader.Advance(3);
        var length = 0;
        while (true)
        {
            if (reader.Current is '|' or '}')
            {
                mayContainStrings |= length != 1;
                length = 0;
                reader.Advance();
                if (reader.Peek(-1) == '}')
                {
                    return true;
                }

                continue;
            }

            if (!AcceptsCharacter(ref reader, out var character, out _))
            {
                return false;
            }

            if (character == CharacterEscape.Set)
            {
                return reader.Fail("Invalid escape");
            }

            length++;
        }
    }

    private static bool AcceptsCharacter(ref PatternReader reader, out int character, out bool mayContainStrings)
    {
        character = CharacterEscape.Set;
        mayContainStrings = false;
        switch (reader.Current)
        {
            case PatternReader.End:
                return reader.Fail("Unterminated character class");
            case '\\':
                return CharacterEscape.AcceptsInClass(ref reader, out character, out mayContainStrings);
            case var c when ClassSetCharacters.IsSyntax(c):
                return reader.Fail(InvalidCharacter);
            case var c when ClassSetCharacters.IsDoubledReserved(c, reader.Peek(1)):
                return reader.Fail(InvalidOperation);
            default:
                character = reader.ReadCharacter();
                return true;
        }
    }
}
