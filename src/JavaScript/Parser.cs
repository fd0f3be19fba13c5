using Acornima.Ast;

namespace Acornima;

/// <summary>Parses ECMAScript 2024 and later into an ESTree.</summary>
/// <remarks>
/// Cost: linear in the text; recursion and tree depth are bounded, so a hostile text ends in a <see cref="ParseErrorException"/>.
/// Threads: one text at a time; a parser may be used again, also after an error. Source: ECMA-262, 2024 edition, with Annex B.
/// </remarks>
public sealed class Parser
{
    // Made at the first use: a parser that is only kept for later should cost nothing.
    private ParserState? _state;

    /// <summary>Creates a parser with <see cref="ParserOptions.Default"/>.</summary>
    public Parser()
        : this(ParserOptions.Default)
    {
    }

    /// <summary>Creates a parser.</summary>
    /// <param name="options">How programs are to be read.</param>
    public Parser(ParserOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
    }

    /// <summary>How programs are read.</summary>
    public ParserOptions Options { get; }

    /// <summary>Parses a script.</summary>
    /// <param name="input">The whole text; a byte order mark and a hashbang line are skipped.</param>
    /// <param name="sourceFile">A name for locations and messages, or null.</param>
    /// <param name="strict">Whether strict mode applies without a directive.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="SyntaxErrorException">The text is not a script.</exception>
    public Script ParseScript(string input, string? sourceFile = null, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ParseScript(input, 0, input.Length, sourceFile, strict);
    }

    /// <summary>Parses a part of a text as a script; lines and offsets count from the beginning of the text.</summary>
    /// <param name="input">The whole text.</param>
    /// <param name="start">Where the part starts, in UTF-16 units.</param>
    /// <param name="length">How long it is, in UTF-16 units.</param>
    /// <param name="sourceFile">A name for locations and messages, or null.</param>
    /// <param name="strict">Whether strict mode applies without a directive.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="SyntaxErrorException">The part is not a script.</exception>
    public Script ParseScript(string input, int start, int length, string? sourceFile = null, bool strict = false)
    {
        var state = _state ??= new ParserState(Options);
        state.Reset(input, start, length, SourceType.Script, sourceFile, strict);
        try
        {
            return (Script)ParseProgram(state, ScopeKind.Script);
        }
        finally
        {
            state.Release();
        }
    }

    /// <summary>Parses a module.</summary>
    /// <param name="input">The whole text; a byte order mark and a hashbang line are skipped.</param>
    /// <param name="sourceFile">A name for locations and messages, or null.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="SyntaxErrorException">The text is not a module.</exception>
    public Module ParseModule(string input, string? sourceFile = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ParseModule(input, 0, input.Length, sourceFile);
    }

    /// <summary>Parses a part of a text as a module; lines and offsets count from the beginning of the text.</summary>
    /// <param name="input">The whole text.</param>
    /// <param name="start">Where the part starts, in UTF-16 units.</param>
    /// <param name="length">How long it is, in UTF-16 units.</param>
    /// <param name="sourceFile">A name for locations and messages, or null.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="SyntaxErrorException">The part is not a module.</exception>
    public Module ParseModule(string input, int start, int length, string? sourceFile = null)
    {
        var state = _state ??= new ParserState(Options);
        state.Reset(input, start, length, SourceType.Module, sourceFile, strict: true);
        try
        {
            return (Module)ParseProgram(state, ScopeKind.Module);
        }
        finally
        {
            state.Release();
        }
    }

    // The program spans the whole part, white space and comments at either end included.
    private static Program ParseProgram(ParserState state, ScopeKind kind)
    {
        var tokens = state.Tokens;
        var start = tokens.BeginPoint;
        state.Scopes.Open(kind);
        tokens.Next();
        var body = state.Statements.ParseProgramBody();
        state.Exports.CheckLocals();
        tokens.Next(); // moves the end of the program behind trailing white space
        Program program = kind == ScopeKind.Module ? new Module(body) : new Script(body, state.Strict);
        return state.FinishScope(program, start);
    }
}
