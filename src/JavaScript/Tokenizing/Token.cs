namespace Acornima;

/// <summary>One token.</summary>
public readonly struct Token
{
    internal Token(TokenKind kind, int start, int end)
    {
        Kind = kind;
        Start = start;
        End = end;
    }

    /// <summary>The offset of its first character, in UTF-16 units; the length of the text for the end token.</summary>
    public int Start { get; }

    internal TokenKind Kind { get; }

    internal int End { get; }
}
