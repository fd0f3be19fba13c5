using System.Runtime.CompilerServices;

namespace Acornima;

/// <summary>
/// Cuts a text into tokens, one at a time; the fields describe the current one. The parser, which alone knows what may come next,
/// asks for regular expressions and template continuations by <see cref="RescanAsRegExp"/> and <see cref="RescanAsTemplate"/>.
/// </summary>
/// <remarks>Cost: allocates for names and literals not seen before in this text, never per token.</remarks>
internal sealed class Scanner(NameTable names, EcmaVersion edition = EcmaVersion.Latest)
{
    // The current token. Public fields: the parser reads them several times a token, and nobody else can see them.
    public TokenType Type;
    public bool AfterNewline;
    public bool TemplateTail;
    public OctalForm Octal;
    public int Start;
    public int End;
    public int StartLine;
    public int StartLineOffset;
    public string Text = string.Empty;
    public string? Cooked;
    public double Number;
    public Message? TemplateError;
    public int OctalAt;

    // The end of the token before it: where a node ends that has just been completed.
    public int LastEnd;
    public int LastEndLine;
    public int LastEndLineOffset;

    // Where scanning goes on.
    internal int At;
    internal int Line;
    internal int LineOffset;

    private string _input = string.Empty;
    private int _limit;
    private bool _htmlComments;
    private string? _sourceFile;

    public NameTable Names { get; } = names;

    public EcmaVersion Edition { get; } = edition;

    public string Input => _input;

    public string? SourceFile => _sourceFile;

    /// <summary>The text up to the end of the part to be read.</summary>
    public ReadOnlySpan<char> Source
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _input.AsSpan(0, _limit);
    }

    /// <summary>Where the part to be read begins; only before the first token.</summary>
    public SourcePoint BeginPoint { get; private set; }

    public SourcePoint StartPoint => new(Start, StartLine, Start - StartLineOffset);

    /// <summary>Starts on a text; lines are counted from its beginning, also when only a part of it is read.</summary>
    public void Reset(string input, int start, int length, SourceType sourceType, string? sourceFile)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, input.Length - length, nameof(length));
        _input = input;
        _limit = start + length;
        _htmlComments = sourceType != SourceType.Module;
        _sourceFile = sourceFile;
        var from = PointAt(start);
        At = End = LastEnd = start;
        Line = LastEndLine = from.Line;
        LineOffset = LastEndLineOffset = start - from.Column;
        Type = TokenType.EndOfFile;
        BeginPoint = from;
        SkipHashbang();
    }

    /// <summary>Moves to the next token.</summary>
    public void Next()
    {
        LastEnd = End;
        LastEndLine = Line;
        LastEndLineOffset = LineOffset;
        SkipTrivia();
        Scan();
    }

    public ScannerState Save() => new(this);

    public void Restore(in ScannerState state) => state.CopyTo(this);

    /// <summary>Reads the current slash as the start of a regular expression: Text becomes the pattern, Cooked the flags.</summary>
    public void RescanAsRegExp()
    {
        At = Start + 1;
        RegExpScanner.Scan(this);
        Type = TokenType.RegExp;
        End = At;
    }

    /// <summary>Reads the current closing brace as the end of a substitution, up to the next one or the closing backtick.</summary>
    public void RescanAsTemplate()
    {
        At = Start + 1;
        TemplateScanner.Scan(this);
        Type = TokenType.Template;
        End = At;
    }

    /// <summary>Line and column of an offset; counts lines, so for errors only.</summary>
    public SourcePoint PointAt(int index)
    {
        var line = 1;
        var lineOffset = 0;
        for (var at = 0; at < index; at++)
        {
            if (Characters.IsLineTerminator(_input[at]) && !(_input[at] == '\r' && at + 1 < _input.Length && _input[at + 1] == '\n'))
            {
                line++;
                lineOffset = at + 1;
            }
        }

        return new SourcePoint(index, line, index - lineOffset);
    }

    public SyntaxErrorException Error(Message message, int index, string argument = "") =>
        Error(message, PointAt(index), argument);

    public SyntaxErrorException Error(Message message, SourcePoint at, string argument = "") =>
        new(new SyntaxError(message.Code, message.With(argument), at), _sourceFile);

    /// <summary>Counts a line terminator at <see cref="At"/> and steps behind it.</summary>
    internal void TakeLineTerminator()
    {
        if (_input[At] == '\r' && At + 1 < _limit && _input[At + 1] == '\n')
        {
            At++;
        }

        At++;
        Line++;
        LineOffset = At;
    }

    internal char Peek(int distance)
    {
        var at = At + distance;
        return at < _limit ? _input[at] : '\0';
    }

    private void SkipHashbang()
    {
        if (At == 0 && _input.Length > 0 && _input[0] == '\uFEFF')
        {
            At = 1; // a byte order mark may precede the hashbang of a file
        }

        if (At <= 1 && Peek(0) == '#' && Peek(1) == '!')
        {
            TriviaScanner.SkipLine(this);
        }

        AfterNewline = true; // the start of the text counts as the start of a line for <!-- and -->
    }

    private void SkipTrivia()
    {
        // Most tokens follow the one before directly or after one blank.
        var source = Source;
        var at = At;
        if (at < source.Length && source[at] == ' ')
        {
            at++;
        }

        if (at < source.Length && !Characters.MayStartTrivia(source[at]))
        {
            At = at;
            AfterNewline = false;
            return;
        }

        TriviaScanner.Skip(this, _htmlComments);
    }

    private void Scan()
    {
        Start = At;
        StartLine = Line;
        StartLineOffset = LineOffset;
        Octal = OctalForm.None;
        if (At >= _limit)
        {
            Type = TokenType.EndOfFile;
            End = At;
            return;
        }

        var first = _input[At];
        if (Characters.IsAsciiIdentifierStart(first))
        {
            ScanName();
        }
        else
        {
            Type = ScanOther(first);
        }

        End = At;
    }

    private void ScanName()
    {
        var source = Source;
        var at = At;
        var hash = NameTable.Seed;
        while (at < source.Length && Characters.IsAsciiIdentifierPart(source[at]))
        {
            hash = NameTable.Fold(hash, source[at++]);
        }

        if (at < source.Length && (source[at] == '\\' || source[at] >= 128))
        {
            Type = NameScanner.ScanSlowly(this);
            return;
        }

        Text = Names.Intern(source[At..at], hash, out Type);
        At = at;
    }

    private TokenType ScanOther(char first)
    {
        switch (first)
        {
            case '"' or '\'':
                StringScanner.Scan(this, first);
                return TokenType.String;
            case >= '0' and <= '9':
                return NumberScanner.Scan(this);
            case '.' when char.IsAsciiDigit(Peek(1)):
                return NumberScanner.Scan(this);
            case '`':
                At++;
                TemplateScanner.Scan(this);
                return TokenType.Template;
            case '#':
                return NameScanner.ScanPrivate(this);
            case '\\' or >= (char)128:
                return NameScanner.ScanSlowly(this);
            default:
                var type = PunctuatorScanner.Scan(Source, ref At);
                return type != TokenType.EndOfFile ? type : throw Error(Messages.InvalidOrUnexpectedToken, Start);
        }
    }
}
