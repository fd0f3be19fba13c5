namespace Acornima;

/// <summary>Decides what becomes of a regular expression literal.</summary>
/// <param name="context">The literal; valid during the call only.</param>
/// <returns>Kept as the literal's <see cref="Ast.RegExpLiteral.ParseResult"/>.</returns>
public delegate RegExpParseResult OnRegExpHandler(in RegExpParsingContext context);
