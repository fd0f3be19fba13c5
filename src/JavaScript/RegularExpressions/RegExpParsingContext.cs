namespace Acornima;

/// <summary>A regular expression literal the parser has just met.</summary>
public readonly ref struct RegExpParsingContext
{
    private readonly string _pattern;
    private readonly string _flags;
    private readonly ParserOptions _options;
    private readonly SourcePoint _at;
    private readonly string? _sourceFile;

    internal RegExpParsingContext(string pattern, string flags, ParserOptions options, SourcePoint at, string? sourceFile)
    {
        _pattern = pattern;
        _flags = flags;
        _options = options;
        _at = at;
        _sourceFile = sourceFile;
    }

    /// <summary>Checks the literal against the grammar of regular expressions.</summary>
    /// <exception cref="SyntaxErrorException">Pattern or flags are invalid; the position is that of the literal.</exception>
    public void Validate()
    {
        if (!Tokenizer.ValidateRegExp(_pattern, _flags, out var error, _options.EcmaVersion, _options.ExperimentalESFeatures) && !_options.Tolerant)
        {
            throw new SyntaxErrorException(new SyntaxError(error!.Code, error.Description, _at), _sourceFile);
        }
    }
}
