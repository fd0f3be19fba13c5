using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Busroot.Transformer.Suggestions;

/// <summary>The words that a field's name is made of: <c>ENERGY.TotalKWh1</c> is total, kwh and 1 below energy.</summary>
internal sealed partial class FieldWords
{
    private const int Stem = 4; // shorter words are too often a part of others

    private static readonly HashSet<string> Generic = new(StringComparer.Ordinal) { "value", "val", "v", "values", "raw", "data", "reading", "current_value", "state_value", "vals" };

    private readonly ImmutableArray<string> _own;
    private readonly ImmutableArray<string> _around;

    private FieldWords(ImmutableArray<string> own, ImmutableArray<string> around)
    {
        _own = own;
        _around = around;
    }

    /// <summary>Takes names apart.</summary>
    /// <param name="names">Outermost first: levels of the topic, members of the payload. A last one that says nothing, such as value, is passed over.</param>
    public static FieldWords Of(IEnumerable<string> names)
    {
        var words = names.Select(Split).Where(name => !name.IsEmpty).ToList();
        var own = words.FindLastIndex(name => name.Length > 1 || !Generic.Contains(name[0]));
        return own < 0 ? new FieldWords([], []) : new FieldWords(words[own], [.. words.Take(own).SelectMany(word => word)]);
    }

    /// <summary>Whether the field itself is called something like one of these words.</summary>
    public bool Has(IReadOnlySet<string> vocabulary) => First(vocabulary) is not null;

    /// <summary>The word by which it is called so; null when it is not.</summary>
    public string? First(IReadOnlySet<string> vocabulary) => _own.FirstOrDefault(word => IsIn(vocabulary, word));

    /// <summary>Whether something around the field, or the field itself, is called so.</summary>
    public bool HasAround(IReadOnlySet<string> vocabulary) => Has(vocabulary) || _around.Any(word => IsIn(vocabulary, word));

    /// <summary>Whether it is a numbered input, <c>c1</c>: one of these words and a number.</summary>
    public bool IsNumbered(IReadOnlySet<string> vocabulary) => _own is [var word, var number] && vocabulary.Contains(word) && char.IsAsciiDigit(number[0]);

    // Words that are written together, such as goodcount, begin or end with what they say.
    private static bool IsIn(IReadOnlySet<string> vocabulary, string word) =>
        vocabulary.Contains(word)
        || (word.Length > Stem && vocabulary.Any(stem => stem.Length >= Stem && (word.StartsWith(stem, StringComparison.Ordinal) || word.EndsWith(stem, StringComparison.Ordinal))));

    private static ImmutableArray<string> Split(string name) =>
        [.. Word().Matches(name.Length > 128 ? name[..128] : name).Select(match => match.Value.ToLowerInvariant())];

    // kWh is one word, though camel case would part it; a name in capitals is one word; digits are words of their own.
    [GeneratedRegex("[kM]?[Ww][Hh](?![a-z])|KWH|kwh|wh(?![a-z])|\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\p{Lu}|[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
