namespace Acornima;

/// <summary>The text could not be parsed.</summary>
public abstract class ParseErrorException : Exception
{
    private protected ParseErrorException(ParseError error, string? sourceFile)
        : base(sourceFile is null ? error.ToString() : $"{error.Description} ({sourceFile}:{error.At.Line}:{error.At.Column})")
    {
        Error = error;
    }

    /// <summary>What is wrong, and the message's code.</summary>
    public ParseError Error { get; }

    /// <summary>V8's wording, without a position.</summary>
    public string Description => Error.Description;

    /// <summary>From 1.</summary>
    public int LineNumber => Error.At.Line;

    /// <summary>In UTF-16 units, from 0.</summary>
    public int Column => Error.At.Column;

    /// <summary>The offset in UTF-16 units, from 0.</summary>
    public int Index => Error.At.Index;
}
