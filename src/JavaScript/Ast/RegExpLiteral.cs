namespace Acornima.Ast;

/// <summary>ESTree <c>Literal</c> that is a regular expression.</summary>
public sealed class RegExpLiteral : Literal
{
    internal RegExpLiteral(RegExpValue regExp, in RegExpParseResult parseResult, string? source)
        : base(TokenKind.RegExpLiteral, source)
    {
        RegExp = regExp;
        ParseResult = parseResult;
    }

    /// <summary>Pattern and flags as written.</summary>
    public RegExpValue RegExp { get; }

    /// <summary>What the parser's <see cref="ParserOptions.OnRegExp"/> answered; empty when there is none.</summary>
    public RegExpParseResult ParseResult { get; }

    private protected override object? BoxedValue => ParseResult.ConversionResult;
}
