namespace Acornima;

/// <summary>A syntax error or early error of ECMA-262.</summary>
internal sealed class SyntaxError(string code, string description, SourcePoint at) : ParseError(code, description, at);
