using System.Globalization;
using System.Text;

namespace Busroot.Transformer.Expressions;

/// <summary>Kinds of words an expression is made of.</summary>
internal enum TokenKind : byte
{
    End,
    Number,
    Text,
    Name,
    Symbol,

    /// <summary>Something this part of JavaScript has no word for.</summary>
    Unknown,
}

/// <summary>One word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Name, symbol, or the value of a text literal.</param>
/// <param name="Number">Value of a number literal.</param>
/// <param name="At">0-based offset of its first character.</param>
internal readonly record struct Token(TokenKind Kind, string Text, double Number, int At);

/// <summary>Takes an expression apart into words.</summary>
internal static class ExpressionTokens
{
    // Longest first: "===" is one word, not "==" and "=".
    private static readonly string[] Symbols =
    [
        ">>>", "===", "!==", "**", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "??", "?.",
        "+", "-", "*", "/", "%", "<", ">", "!", "~", "&", "|", "^", "?", ":", "(", ")", "[", "]", ".", ",",
    ];

    /// <summary>All words, the last of them <see cref="TokenKind.End"/>.</summary>
    public static List<Token> Of(string text)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            var token = at == text.Length ? new Token(TokenKind.End, "the end", 0, at) : Next(text, ref at);
            tokens.Add(token);
            if (token.Kind is TokenKind.End or TokenKind.Unknown)
            {
                return tokens;
            }
        }
    }

    private static Token Next(string text, ref int at)
    {
        var start = at;
        var first = text[at];
        if (char.IsAsciiLetter(first) || first is '_' or '$')
        {
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '$'))
            {
                at++;
            }

            return new Token(TokenKind.Name, text[start..at], 0, start);
        }

        if (char.IsAsciiDigit(first) || (first == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            return NumberAt(text, ref at);
        }

        return first is '"' or '\'' ? TextAt(text, ref at) : SymbolAt(text, ref at);
    }

    private static Token SymbolAt(string text, ref int at)
    {
        var start = at;
        foreach (var symbol in Symbols)
        {
            // "a ?.5 : 1" is a conditional with a number, not optional chaining (ECMA-262 §12.8).
            var isNumber = symbol == "?." && at + 2 < text.Length && char.IsAsciiDigit(text[at + 2]);
            if (!isNumber && string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0)
            {
                at += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, 0, start);
            }
        }

        return new Token(TokenKind.Unknown, text[at].ToString(), 0, start);
    }

    private static Token NumberAt(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' || (text[at] is '+' or '-' && text[at - 1] is 'e' or 'E' && !IsHex(text, start))))
        {
            at++;
        }

        var word = text[start..at];
        var isOctalLike = word.Length > 1 && word[0] == '0' && char.IsAsciiDigit(word[1]);
        var value = ExpressionNumbers.FromText(Encoding.UTF8.GetBytes(word));
        return isOctalLike || double.IsNaN(value)
            ? new Token(TokenKind.Unknown, word, 0, start)
            : new Token(TokenKind.Number, word, value, start);
    }

    private static bool IsHex(string text, int start) => string.Compare(text, start, "0x", 0, 2, ignoreCase: true, CultureInfo.InvariantCulture) == 0;

    private static Token TextAt(string text, ref int at)
    {
        var start = at;
        var quote = text[at++];
        var close = text.IndexOf(quote, at);
        var value = close < 0 ? text[at..] : text[at..close];
        if (close < 0 || value.Contains('\\', StringComparison.Ordinal) || value.Contains('\n', StringComparison.Ordinal))
        {
            return new Token(TokenKind.Unknown, value, 0, start); // escapes are the script engine's
        }

        at = close + 1;
        return new Token(TokenKind.Text, value, 0, start);
    }
}
