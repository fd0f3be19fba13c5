using System.Collections.Immutable;

namespace Busroot.Transformer.Suggestions;

/// <summary>What is done to a field's value to make it a signal.</summary>
internal sealed record MappingValue
{
    /// <summary>The value as it is.</summary>
    public static MappingValue Plain { get; } = new();

    /// <summary>An expression around the value, which stands in it as <c>{0}</c>: <c>rssiCsq({0})</c>; null for none.</summary>
    public string? Formula { get; init; }

    /// <summary>Whether the samples of a list are added up; otherwise the last one counts.</summary>
    public bool Sums { get; init; }

    /// <summary>Numbers that are no value.</summary>
    public ImmutableArray<double> Not { get; init; } = [];

    public double? Scale { get; init; }

    /// <summary>States and whether they mean producing.</summary>
    public ImmutableArray<KeyValuePair<string, int>> Map { get; init; } = [];

    /// <summary>Whether any other state means not producing.</summary>
    public bool DefaultsToZero { get; init; }

    /// <summary>What stands in rule.json under <c>delta</c>; null for a value that is used as it is.</summary>
    public string? Delta { get; init; }
}
