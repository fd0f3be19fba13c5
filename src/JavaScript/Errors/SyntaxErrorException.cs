namespace Acornima;

/// <summary>The text breaks the grammar or an early error rule of ECMA-262.</summary>
public sealed class SyntaxErrorException : ParseErrorException
{
    internal SyntaxErrorException(ParseError error, string? sourceFile)
        : base(error, sourceFile)
    {
    }
}
