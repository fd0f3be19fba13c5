namespace Acornima;

/// <summary>Why a text could not be parsed.</summary>
public abstract class ParseError
{
    private protected ParseError(string code, string description, SourcePoint at)
    {
        Code = code;
        Description = description;
        At = at;
    }

    /// <summary>V8's name for the message without its leading k, for instance <c>InvalidLhsInAssignment</c>.</summary>
    public string Code { get; }

    /// <summary>V8's wording, without a position.</summary>
    public string Description { get; }

    internal SourcePoint At { get; }

    /// <summary>Writes the description and <c>(line:column)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Description} ({At.Line}:{At.Column})";
}
