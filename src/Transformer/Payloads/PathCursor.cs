using System.Globalization;
using System.Text;

namespace Busroot.Transformer.Payloads;

/// <summary>A place in the text of a path, and the first thing that is wrong with it.</summary>
internal sealed class PathCursor(string text)
{
    private const int Deepest = 32; // parentheses, "!" and filters within filters

    private int _depth;

    public string Text { get; } = text;

    public int At { get; private set; }

    public string? Error { get; private set; }

    public bool IsAtEnd => At >= Text.Length;

    /// <summary>The character at this place; NUL at the end.</summary>
    public char Next => Peek(0);

    public char Peek(int ahead) => At + ahead < Text.Length ? Text[At + ahead] : '\0';

    public void Skip(int characters = 1) => At += characters;

    public void Return(int to) => At = to;

    public void SkipBlanks()
    {
        while (Next is ' ' or '\t' or '\n' or '\r')
        {
            At++;
        }
    }

    /// <summary>Takes a piece of punctuation, blanks before it included.</summary>
    public bool Accept(string expected)
    {
        var start = At;
        SkipBlanks();
        if (Text.AsSpan(At).StartsWith(expected, StringComparison.Ordinal))
        {
            At += expected.Length;
            return true;
        }

        At = start;
        return false;
    }

    public void Fail(string problem) => Error ??= $"path \"{Text}\", character {At + 1}: {problem}";

    public void FailAt(int place, string problem)
    {
        At = place;
        Fail(problem);
    }

    /// <summary>Guards a step into something nested.</summary>
    public bool TryDeepen()
    {
        if (++_depth <= Deepest)
        {
            return true;
        }

        Fail($"filters and parentheses are nested deeper than {Deepest}");
        return false;
    }

    public void Rise() => _depth--;

    /// <summary>Reads an integer of a path: no leading zeros, no -0 (RFC 9535 §2.3.3.1).</summary>
    public int? ReadIndex(int largest)
    {
        var start = At;
        if (Next == '-')
        {
            At++;
        }

        while (char.IsAsciiDigit(Next))
        {
            At++;
        }

        var digits = Text.AsSpan(start..At);
        var wellFormed = digits is "0" || (digits.TrimStart('-') is { Length: > 0 } bare && bare[0] != '0');
        if (!wellFormed || !int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) || Math.Abs((long)index) > largest)
        {
            FailAt(start, $"an index is a whole number from -{largest} to {largest} without leading zeros");
            return null;
        }

        return index;
    }

    /// <summary>Reads a text in single or double quotes.</summary>
    public string ReadQuoted()
    {
        var start = At;
        var quote = Next;
        At++;
        var name = new StringBuilder();
        while (!IsAtEnd && Next != quote)
        {
            if (Next < ' ')
            {
                Fail("a control character is written as an escape such as \\n");
                return "";
            }

            if (Next != '\\')
            {
                name.Append(Next);
                At++;
            }
            else if (!TryReadEscape(name, quote))
            {
                return "";
            }
        }

        if (IsAtEnd)
        {
            FailAt(start, "this quote is never closed");
            return "";
        }

        At++;
        return name.ToString();
    }

    private bool TryReadEscape(StringBuilder name, char quote)
    {
        At++;
        var plain = Next switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', '/' or '\\' => Next, var c when c == quote => c, _ => '\0' };
        if (plain != '\0')
        {
            name.Append(plain);
            At++;
            return true;
        }

        if (Next == 'u' && TryReadUnit(1, out var unit) && !char.IsLowSurrogate(unit))
        {
            var low = '\0';
            var isPair = char.IsHighSurrogate(unit) && Peek(5) == '\\' && Peek(6) == 'u' && TryReadUnit(7, out low) && char.IsLowSurrogate(low);
            if (isPair || !char.IsHighSurrogate(unit))
            {
                name.Append(unit).Append(isPair ? low.ToString() : "");
                At += isPair ? 11 : 5;
                return true;
            }
        }

        Fail($"'\\' is followed by one of b f n r t / \\ {quote} or u and four hexadecimal digits, surrogates in pairs");
        return false;
    }

    private bool TryReadUnit(int ahead, out char unit)
    {
        unit = '\0';
        if (At + ahead + 4 > Text.Length || !ushort.TryParse(Text.AsSpan(At + ahead, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        unit = (char)number;
        return true;
    }
}
