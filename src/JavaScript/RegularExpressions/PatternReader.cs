namespace Acornima.RegularExpressions;

/// <summary>The place in a pattern, and the first fault found there.</summary>
/// <remarks>A mutable struct: pass it by reference. The grammar's methods return false after a failure and stop at once.</remarks>
internal ref struct PatternReader
{
    /// <summary>What <see cref="Current"/> gives behind the last character.</summary>
    public const int End = -1;

    private readonly ReadOnlySpan<char> _text;
    private int _captures = -1;
    private bool _hasGroupNames;

    public PatternReader(ReadOnlySpan<char> text, RegExpFlags flags)
    {
        _text = text;
        IsUnicodeSets = (flags & RegExpFlags.UnicodeSets) != 0;
        IsUnicode = IsUnicodeSets || (flags & RegExpFlags.Unicode) != 0;
    }

    /// <summary>With <c>u</c> or <c>v</c>: strict grammar, and surrogate pairs are one character.</summary>
    public readonly bool IsUnicode { get; }

    /// <summary>With <c>v</c>: classes are sets with operators.</summary>
    public readonly bool IsUnicodeSets { get; }

    /// <summary>UTF-16 index of <see cref="Current"/>.</summary>
    public int Position { get; set; }

    public string? Error { get; private set; }

    public int ErrorIndex { get; private set; }

    /// <summary>The code unit at <see cref="Position"/>, or <see cref="End"/>.</summary>
    public readonly int Current => Position < _text.Length ? _text[Position] : End;

    /// <summary>The code unit <paramref name="ahead"/> places on, or <see cref="End"/>.</summary>
    public readonly int Peek(int ahead) => Position + ahead < _text.Length ? _text[Position + ahead] : End;

    /// <summary>How many groups capture in the whole pattern. Cost: one scan, the first time it is asked.</summary>
    public int Captures
    {
        get
        {
            TakeCensus();
            return _captures;
        }
    }

    /// <summary>Whether any group in the whole pattern has a name, which makes <c>\k</c> a reference. Cost: as <see cref="Captures"/>.</summary>
    public bool HasGroupNames
    {
        get
        {
            TakeCensus();
            return _hasGroupNames;
        }
    }

    public readonly ReadOnlySpan<char> Slice(int start) => _text[start..Position];

    public void Advance(int count = 1) => Position += count;

    public bool Eat(char expected)
    {
        if (Current != expected)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Takes <paramref name="digits"/> hexadecimal digits, or none at all.</summary>
    public bool TryReadHex(int digits, out int value)
    {
        value = 0;
        for (var i = 0; i < digits; i++)
        {
            var digit = HexValue(Peek(i));
            if (digit < 0)
            {
                return false;
            }

            value = (value << 4) | digit;
        }

        Position += digits;
        return true;
    }

    /// <summary>Takes <c>{hex digits}</c> up to 10FFFF, or nothing at all.</summary>
    public bool TryReadBracedHex(out int value)
    {
        var ahead = 1;
        value = 0;
        for (int digit; (digit = HexValue(Peek(ahead))) >= 0; ahead++)
        {
            value = (value << 4) | digit;
            if (value > 0x10FFFF)
            {
                return false;
            }
        }

        if (Current != '{' || ahead == 1 || Peek(ahead) != '}')
        {
            return false;
        }

        Position += ahead + 1;
        return true;
    }

    /// <summary>Takes one character of the pattern: a code point in Unicode mode, a code unit otherwise.</summary>
    public int ReadCharacter() => IsUnicode ? ReadCodePoint() : _text[Position++];

    /// <summary>Takes one code point, whatever the mode.</summary>
    public int ReadCodePoint()
    {
        var first = _text[Position++];
        if (char.IsHighSurrogate(first) && Position < _text.Length && char.IsLowSurrogate(_text[Position]))
        {
            return char.ConvertToUtf32(first, _text[Position++]);
        }

        return first;
    }

    /// <summary>Records the fault; the first one stays.</summary>
    /// <returns>Always <see langword="false"/>, so that a caller can return it.</returns>
    public bool Fail(string error, int index)
    {
        if (Error is null)
        {
            Error = error;
            ErrorIndex = index;
        }

        return false;
    }

    public bool Fail(string error) => Fail(error, Position);

    public static bool IsDigit(int c) => c is >= '0' and <= '9';

    private static int HexValue(int c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };

    // A group's parenthesis is one that is neither escaped nor in a class, so counting needs no grammar. In a class with nested
    // classes an unescaped parenthesis is an error anyway; that the first ']' is taken for its end does no harm.
    private void TakeCensus()
    {
        if (_captures >= 0)
        {
            return;
        }

        _captures = 0;
        var inClass = false;
        for (var i = 0; i < _text.Length; i++)
        {
            switch (_text[i])
            {
                case '\\': i++; break;
                case '[': inClass = true; break;
                case ']': inClass = false; break;
                case '(' when !inClass: CountGroup(_text[(i + 1)..]); break;
            }
        }
    }

    private void CountGroup(ReadOnlySpan<char> rest)
    {
        var named = rest is ['?', '<', not ('=' or '!'), ..];
        _hasGroupNames |= named;
        if (named || rest is not ['?', ..])
        {
            _captures++;
        }
    }
}
