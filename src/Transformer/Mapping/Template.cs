using System.Collections.Immutable;
using System.Text;

namespace Busroot.Transformer.Mapping;

/// <summary>A text of rule.json in which <c>${name}</c> stands for a variable.</summary>
/// <param name="Text">As written.</param>
/// <param name="At">Where it stands in rule.json.</param>
internal sealed record Template(string Text, SourcePosition At)
{
    /// <summary>The names it refers to, in order.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            for (var start = Text.IndexOf("${", StringComparison.Ordinal); start >= 0; start = Text.IndexOf("${", start + 2, StringComparison.Ordinal))
            {
                var end = Text.IndexOf('}', start);
                yield return end < 0 ? Text[(start + 2)..] : Text[(start + 2)..end];
            }
        }
    }

    /// <summary>Whether an opening <c>${</c> lacks its brace.</summary>
    public bool IsUnclosed => Text.LastIndexOf("${", StringComparison.Ordinal) is >= 0 and var last && Text.IndexOf('}', last) < 0;

    /// <summary>The name when the whole text is one reference, otherwise null.</summary>
    public string? OnlyName =>
        Text.StartsWith("${", StringComparison.Ordinal) && Text.IndexOf('}', StringComparison.Ordinal) == Text.Length - 1 ? Text[2..^1] : null;

    /// <summary>Puts the values in; null when one of them is unset.</summary>
    public string? Fill(ImmutableDictionary<string, VariableValue> variables)
    {
        var filled = new StringBuilder(Text);
        foreach (var name in Names.Distinct())
        {
            if (!variables.TryGetValue(name, out var value) || value.IsUnset)
            {
                return null;
            }

            filled.Replace($"${{{name}}}", value.ToString());
        }

        return filled.ToString();
    }
}
