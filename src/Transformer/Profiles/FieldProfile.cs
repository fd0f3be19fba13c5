using System.Collections.Immutable;
using System.Globalization;

namespace Busroot.Transformer.Profiles;

/// <summary>What one field of a device's payloads is like.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Type">What it holds, for people: <c>whole number</c>, <c>number</c>, <c>number in text</c>, <c>boolean</c>, <c>text</c>, <c>nothing</c>, or several of them.</param>
/// <param name="Payloads">In how many payloads it was.</param>
/// <param name="IsAlways">Whether it was in every payload of its topic that could be read.</param>
/// <param name="Motion">How its numbers move, those that stand for no value left out; true and false are 1 and 0. Null without numbers.</param>
/// <param name="Sentinels">Numbers that stand for no value, with how often they came.</param>
/// <param name="NoValues">null and texts that say that there is no value, with how often they came.</param>
/// <param name="Texts">Texts that are no numbers, with how often they came; at most 16.</param>
/// <param name="Examples">A few values, shortened.</param>
internal sealed record FieldProfile(
    FieldPlace Place, string Type, int Payloads, bool IsAlways, Motion? Motion,
    ImmutableArray<KeyValuePair<double, int>> Sentinels, ImmutableArray<KeyValuePair<string, int>> NoValues, ImmutableArray<KeyValuePair<string, int>> Texts,
    ImmutableArray<string> Examples)
{
    private const int MostExamples = 4;

    /// <inheritdoc cref="FieldSeries.Unit"/>
    public string? Unit { get; init; }

    /// <summary>Whether all its values are true or false.</summary>
    public bool IsBoolean { get; init; }

    /// <summary>Whether it holds nothing but texts that are no numbers.</summary>
    public bool IsText { get; init; }

    /// <summary>How often a value differs from the one before it.</summary>
    public int Changes { get; init; }

    /// <summary>Looks at what a field held.</summary>
    /// <param name="series">All of it.</param>
    /// <param name="payloads">How many payloads of the topic could be read.</param>
    public static FieldProfile Of(FieldSeries series, int payloads)
    {
        var sentinels = series.Booleans > 0 ? [] : Profiles.Sentinels.Find(series.Samples);
        var values = series.Samples.Where(sample => !sentinels.Any(sentinel => sentinel.Key == sample.Value)).ToList();
        var motion = values.Count == 0 ? null : Motion.Of(values);
        return new FieldProfile(
            series.Place, TypeOf(series, motion), series.Payloads, series.Payloads == payloads, motion, sentinels,
            Sorted(series.NoValues), Sorted(series.Texts), [.. ExamplesOf(series, values)])
        {
            Unit = series.Unit,
            IsBoolean = series.Booleans > 0 && series.Booleans == series.Samples.Count && series.TextCount == 0,
            IsText = series.TextCount > 0 && series.Samples.Count == 0,
            Changes = series.TextChanges + (motion?.Changes ?? 0),
        };
    }

    /// <summary>A number as JSON and people write it.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string TypeOf(FieldSeries series, Motion? motion)
    {
        var numbers = series.Samples.Count - series.Booleans - series.NumbersInTexts;
        string[] types =
        [
            .. series.Booleans > 0 ? ["boolean"] : Array.Empty<string>(),
            .. numbers > 0 ? [motion?.IsWhole == true ? "whole number" : "number"] : Array.Empty<string>(),
            .. series.NumbersInTexts > 0 ? [series.Unit is { } unit ? $"number with {unit}" : "number in text"] : Array.Empty<string>(),
            .. series.TextCount > 0 ? ["text"] : Array.Empty<string>(),
            .. series.HasHuge ? ["number too large"] : Array.Empty<string>(),
        ];
        return types.Length == 0 ? "nothing" : string.Join(", ", types);
    }

    private static IEnumerable<string> ExamplesOf(FieldSeries series, List<Sample> values)
    {
        var isBoolean = series.Booleans == series.Samples.Count;
        return values.Select(sample => isBoolean ? sample.Value == 1 ? "true" : "false" : Number(sample.Value)).Distinct().Take(MostExamples)
            .Concat(series.Texts.Keys.Take(MostExamples)).Take(MostExamples);
    }

    private static ImmutableArray<KeyValuePair<string, int>> Sorted(IReadOnlyDictionary<string, int> counts) =>
        [.. counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)];
}
