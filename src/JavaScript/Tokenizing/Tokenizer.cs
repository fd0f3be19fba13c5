using Acornima.RegularExpressions;

namespace Acornima;

/// <summary>Cuts a text into tokens without parsing it, and checks regular expressions.</summary>
/// <remarks>
/// Whether a slash divides or starts a regular expression is decided by the token before it, which is right but after a closing
/// parenthesis or brace that ends a statement; the parser does not rely on this. Threads: one at a time.
/// </remarks>
public sealed class Tokenizer
{
    private readonly Scanner _scanner = new(new NameTable());
    private readonly Stack<bool> _braces = new(); // true for the brace of a template substitution

    /// <summary>Starts on a script.</summary>
    /// <param name="input">The whole text.</param>
    public Tokenizer(string input)
        : this(input, TokenizerOptions.Default)
    {
    }

    /// <summary>Starts on a script.</summary>
    /// <param name="input">The whole text.</param>
    /// <param name="options">How to cut it.</param>
    public Tokenizer(string input, TokenizerOptions options)
        : this(input, SourceType.Script, null, options)
    {
    }

    /// <summary>Starts on a text.</summary>
    /// <param name="input">The whole text.</param>
    /// <param name="sourceType">Script or module: only scripts have HTML-like comments.</param>
    /// <param name="sourceFile">A name for messages, or null.</param>
    /// <param name="options">How to cut it.</param>
    public Tokenizer(string input, SourceType sourceType, string? sourceFile, TokenizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Reset(input, sourceType, sourceFile);
    }

    /// <summary>Starts on a part of a text.</summary>
    /// <param name="input">The whole text.</param>
    /// <param name="start">Where the part starts, in UTF-16 units.</param>
    /// <param name="length">How long it is, in UTF-16 units.</param>
    /// <param name="sourceType">Script or module: only scripts have HTML-like comments.</param>
    /// <param name="sourceFile">A name for messages, or null.</param>
    /// <param name="options">How to cut it.</param>
    public Tokenizer(string input, int start, int length, SourceType sourceType, string? sourceFile, TokenizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Reset(input, start, length, sourceType, sourceFile);
    }

    /// <summary>The token last moved to.</summary>
    public Token Current { get; private set; }

    /// <summary>Checks a regular expression and leaves matching to the caller's own engine.</summary>
    /// <param name="pattern">The pattern, without slashes.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="compiled">Not used.</param>
    /// <param name="matchTimeout">Not used.</param>
    /// <param name="throwIfNotAdaptable">Whether the lack of a .NET equivalent is an error; it is always lacking.</param>
    /// <param name="ecmaVersion">Not used: the grammar of the latest edition accepts every older pattern.</param>
    /// <param name="experimentalESFeatures">Not used, likewise.</param>
    /// <returns>An unsuccessful result, upon which Jint matches with an engine of its own.</returns>
    /// <exception cref="SyntaxErrorException">The pattern is invalid, or <paramref name="throwIfNotAdaptable"/> is set.</exception>
    /// <remarks>
    /// .NET's expressions differ in too many quiet ways (<c>$</c>, <c>\s</c>, captures in repeated groups, case folding) to be worth a
    /// translation: Jint's engine takes 1.4 microseconds for a match of a typical payload, which is not where a rule spends its time.
    /// </remarks>
    public static RegExpParseResult AdaptRegExp(
        string pattern,
        string flags,
        bool compiled = false,
        TimeSpan? matchTimeout = null,
        bool throwIfNotAdaptable = false,
        EcmaVersion ecmaVersion = EcmaVersion.Latest,
        ExperimentalESFeatures experimentalESFeatures = ExperimentalESFeatures.None)
    {
        if (!ValidateRegExp(pattern, flags, out var error, ecmaVersion, experimentalESFeatures))
        {
            throw new SyntaxErrorException(error!, null);
        }

        return throwIfNotAdaptable
            ? throw new SyntaxErrorException(new SyntaxError("RegExpNotAdaptable", $"/{pattern}/{flags} has no equivalent in .NET", default), null)
            : default;
    }

    /// <summary>Checks a regular expression against the grammar of ECMA-262 22.2.1 and Annex B.1.2.</summary>
    /// <param name="pattern">The pattern, without slashes.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="error">What is wrong with it, or null.</param>
    /// <param name="ecmaVersion">Not used: the grammar of the latest edition accepts every older pattern.</param>
    /// <param name="experimentalESFeatures">Not used, likewise.</param>
    /// <returns>Whether it is valid.</returns>
    public static bool ValidateRegExp(
        string pattern,
        string flags,
        out ParseError? error,
        EcmaVersion ecmaVersion = EcmaVersion.Latest,
        ExperimentalESFeatures experimentalESFeatures = ExperimentalESFeatures.None)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(flags);
        error = RegExpChecker.Check(pattern, flags);
        return error is null;
    }

    /// <summary>Moves to the next token; at the end of the text, to the end token again and again.</summary>
    /// <param name="context">Leave it out.</param>
    /// <exception cref="SyntaxErrorException">No token can start there.</exception>
    public void Next(in TokenizerContext context = default)
    {
        var previous = _scanner.Type;
        _scanner.Next();
        switch (_scanner.Type)
        {
            case TokenType.Slash or TokenType.SlashEqual when !previous.EndsExpression():
                _scanner.RescanAsRegExp();
                break;
            case TokenType.RightBrace when _braces.TryPop(out var inTemplate) && inTemplate:
                _scanner.RescanAsTemplate();
                break;
        }

        if (_scanner.Type == TokenType.LeftBrace || (_scanner.Type == TokenType.Template && !_scanner.TemplateTail))
        {
            _braces.Push(_scanner.Type == TokenType.Template);
        }

        Current = new Token(KindOf(_scanner.Type), _scanner.Start, _scanner.End);
    }

    /// <summary>Starts again on another text.</summary>
    /// <param name="input">The whole text.</param>
    /// <param name="sourceType">Script or module.</param>
    /// <param name="sourceFile">A name for messages, or null.</param>
    public void Reset(string input, SourceType sourceType = SourceType.Script, string? sourceFile = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        Reset(input, 0, input.Length, sourceType, sourceFile);
    }

    /// <summary>Starts again on the rest of another text.</summary>
    /// <param name="input">The whole text.</param>
    /// <param name="start">Where to start, in UTF-16 units.</param>
    /// <param name="sourceType">Script or module.</param>
    /// <param name="sourceFile">A name for messages, or null.</param>
    public void Reset(string input, int start, SourceType sourceType = SourceType.Script, string? sourceFile = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        Reset(input, start, input.Length - start, sourceType, sourceFile);
    }

    /// <summary>Starts again on a part of another text.</summary>
    /// <param name="input">The whole text.</param>
    /// <param name="start">Where the part starts, in UTF-16 units.</param>
    /// <param name="length">How long it is, in UTF-16 units.</param>
    /// <param name="sourceType">Script or module.</param>
    /// <param name="sourceFile">A name for messages, or null.</param>
    public void Reset(string input, int start, int length, SourceType sourceType = SourceType.Script, string? sourceFile = null)
    {
        _scanner.Reset(input, start, length, sourceType, sourceFile);
        _braces.Clear();
        Current = default;
    }

    private static TokenKind KindOf(TokenType type) => type switch
    {
        TokenType.EndOfFile => TokenKind.EOF,
        TokenType.Null => TokenKind.NullLiteral,
        TokenType.True or TokenType.False => TokenKind.BooleanLiteral,
        TokenType.Number => TokenKind.NumericLiteral,
        TokenType.BigInt => TokenKind.BigIntLiteral,
        TokenType.String => TokenKind.StringLiteral,
        TokenType.Template => TokenKind.Template,
        TokenType.RegExp => TokenKind.RegExpLiteral,
        TokenType.PrivateName => TokenKind.Identifier,
        _ when type.MayBeIdentifier() => TokenKind.Identifier,
        _ when type.IsName() => TokenKind.Keyword,
        _ => TokenKind.Punctuator,
    };
}
