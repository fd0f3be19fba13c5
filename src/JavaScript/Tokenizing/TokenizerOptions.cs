namespace Acornima;

/// <summary>How a text is to be cut into tokens; there is nothing to choose.</summary>
public record class TokenizerOptions
{
    /// <summary>The options of a tokenizer that is given none.</summary>
    public static readonly TokenizerOptions Default = new();
}
