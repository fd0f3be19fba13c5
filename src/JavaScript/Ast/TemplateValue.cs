namespace Acornima;

/// <summary>The text of a template element.</summary>
public readonly struct TemplateValue
{
    internal TemplateValue(string? cooked, string raw)
    {
        Cooked = cooked;
        Raw = raw;
    }

    /// <summary>With escapes resolved; null when an escape is invalid, which only a tagged template may have.</summary>
    public string? Cooked { get; }

    /// <summary>As written, line ends normalised to line feeds.</summary>
    public string Raw { get; }
}
