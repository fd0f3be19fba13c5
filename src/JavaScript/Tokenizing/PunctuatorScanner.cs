namespace Acornima;

/// <summary>Reads the longest punctuator.</summary>
internal static class PunctuatorScanner
{
    /// <summary>Reads at <paramref name="at"/> and steps behind it; EndOfFile when no punctuator starts with the character.</summary>
    public static TokenType Scan(ReadOnlySpan<char> source, ref int at)
    {
        var first = source[at++];
        switch (first)
        {
            case '(': return TokenType.LeftParenthesis;
            case ')': return TokenType.RightParenthesis;
            case '{': return TokenType.LeftBrace;
            case '}': return TokenType.RightBrace;
            case '[': return TokenType.LeftBracket;
            case ']': return TokenType.RightBracket;
            case ';': return TokenType.Semicolon;
            case ',': return TokenType.Comma;
            case ':': return TokenType.Colon;
            case '~': return TokenType.Tilde;
            case '@': return TokenType.At;
            case '.':
                return Take(source, ref at, "..") ? TokenType.Ellipsis : TokenType.Dot;
            case '=':
                return Take(source, ref at, "==") ? TokenType.EqualEqualEqual
                    : Take(source, ref at, '=') ? TokenType.EqualEqual
                    : Take(source, ref at, '>') ? TokenType.Arrow
                    : TokenType.Equal;
            case '!':
                return Take(source, ref at, "==") ? TokenType.ExclamationEqualEqual
                    : Take(source, ref at, '=') ? TokenType.ExclamationEqual
                    : TokenType.Exclamation;
            case '+':
                return Take(source, ref at, '+') ? TokenType.PlusPlus : Or(source, ref at, TokenType.PlusEqual, TokenType.Plus);
            case '-':
                return Take(source, ref at, '-') ? TokenType.MinusMinus : Or(source, ref at, TokenType.MinusEqual, TokenType.Minus);
            case '*':
                return Take(source, ref at, '*')
                    ? Or(source, ref at, TokenType.StarStarEqual, TokenType.StarStar)
                    : Or(source, ref at, TokenType.StarEqual, TokenType.Star);
            case '/':
                return Or(source, ref at, TokenType.SlashEqual, TokenType.Slash);
            case '%':
                return Or(source, ref at, TokenType.PercentEqual, TokenType.Percent);
            case '^':
                return Or(source, ref at, TokenType.CaretEqual, TokenType.Caret);
            case '&':
                return Take(source, ref at, '&')
                    ? Or(source, ref at, TokenType.AmpersandAmpersandEqual, TokenType.AmpersandAmpersand)
                    : Or(source, ref at, TokenType.AmpersandEqual, TokenType.Ampersand);
            case '|':
                return Take(source, ref at, '|')
                    ? Or(source, ref at, TokenType.BarBarEqual, TokenType.BarBar)
                    : Or(source, ref at, TokenType.BarEqual, TokenType.Bar);
            case '<':
                return Take(source, ref at, '<')
                    ? Or(source, ref at, TokenType.ShiftLeftEqual, TokenType.ShiftLeft)
                    : Or(source, ref at, TokenType.LessEqual, TokenType.Less);
            case '>':
                return Greater(source, ref at);
            case '?':
                return Question(source, ref at);
            default:
                at--;
                return TokenType.EndOfFile;
        }
    }

    private static TokenType Greater(ReadOnlySpan<char> source, ref int at)
    {
        if (!Take(source, ref at, '>'))
        {
            return Or(source, ref at, TokenType.GreaterEqual, TokenType.Greater);
        }

        return Take(source, ref at, '>')
            ? Or(source, ref at, TokenType.ShiftRightUnsignedEqual, TokenType.ShiftRightUnsigned)
            : Or(source, ref at, TokenType.ShiftRightEqual, TokenType.ShiftRight);
    }

    private static TokenType Question(ReadOnlySpan<char> source, ref int at)
    {
        if (Take(source, ref at, '?'))
        {
            return Or(source, ref at, TokenType.QuestionQuestionEqual, TokenType.QuestionQuestion);
        }

        // a?.5:b is a conditional with a decimal, not an optional chain
        var chains = at < source.Length && source[at] == '.' && !(at + 1 < source.Length && char.IsAsciiDigit(source[at + 1]));
        at += chains ? 1 : 0;
        return chains ? TokenType.QuestionDot : TokenType.Question;
    }

    private static TokenType Or(ReadOnlySpan<char> source, ref int at, TokenType withEqual, TokenType without) =>
        Take(source, ref at, '=') ? withEqual : without;

    private static bool Take(ReadOnlySpan<char> source, ref int at, char expected)
    {
        if (at >= source.Length || source[at] != expected)
        {
            return false;
        }

        at++;
        return true;
    }

    private static bool Take(ReadOnlySpan<char> source, ref int at, string expected)
    {
        if (!source[at..].StartsWith(expected))
        {
            return false;
        }

        at += expected.Length;
        return true;
    }
}
