namespace Acornima;

/// <summary>A regular expression literal, taken apart.</summary>
public readonly struct RegExpValue
{
    internal RegExpValue(string pattern, string flags)
    {
        Pattern = pattern;
        Flags = flags;
    }

    /// <summary>The text between the slashes.</summary>
    public string Pattern { get; }

    /// <summary>The letters behind the last slash.</summary>
    public string Flags { get; }
}
