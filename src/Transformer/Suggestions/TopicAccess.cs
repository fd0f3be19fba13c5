using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Suggestions;

/// <summary>How a rule gets at the payloads of one topic of a device: rules read all topics of a device alike.</summary>
/// <param name="Condition">What an expression asks to know that a reading is of this topic; null when nothing else could be taken for it.</param>
/// <param name="Payload">What the payload is called in an expression.</param>
/// <param name="DecimalComma">Whether an expression meets texts with a decimal comma.</param>
internal sealed record TopicAccess(string? Condition, string Payload, bool DecimalComma)
{
    /// <summary>The condition under which a reading is of a topic.</summary>
    /// <param name="topic">Below the raw topic; empty for the raw topic itself.</param>
    /// <param name="topics">All that the device sends on.</param>
    public static string ConditionOf(string topic, ImmutableArray<TopicProfile> topics)
    {
        if (topic.Length == 0)
        {
            return "level(5) === undefined"; // busroot/v1/dau/<account>/<device> are levels 0 to 4
        }

        var last = topic.Split('/')[^1];
        return topics.Count(other => other.SubTopic.Split('/')[^1] == last) == 1
            ? $"level(-1) === {Literal(last)}"
            : $"topic.endsWith({Literal("/" + topic)})";
    }

    /// <summary>The line of a mapping for a signal.</summary>
    public string LineOf(Candidate candidate)
    {
        var (place, value) = (candidate.Field.Profile.Place, candidate.Value);
        var isExpression = Condition is not null || value.Formula is not null || (value.Sums && place.List is { IsSamples: true }) || Payload != "payload";
        var parts = new List<string> { isExpression ? $"\"expr\": {Json(Expression(place, value, candidate.Field.Profile))}" : $"\"path\": {Json(PathOf(place))}" };
        if (!value.Map.IsEmpty)
        {
            parts.Add($"\"map\": {{ {string.Join(", ", value.Map.Select(entry => $"{Json(entry.Key)}: {entry.Value}"))} }}");
        }

        if (!value.Not.IsEmpty)
        {
            parts.Add($"\"not\": [{string.Join(", ", value.Not.Select(FieldProfile.Number))}]");
        }

        if (value.Delta is { } delta)
        {
            parts.Add($"\"delta\": {delta}");
        }

        if (value.Scale is { } scale)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"\"scale\": {scale}, \"round\": 6"));
        }

        if (value.DefaultsToZero && Condition is null)
        {
            parts.Add("\"default\": 0");
        }

        return parts.Count == 1 && !isExpression ? Json(PathOf(place)) : $"{{ {string.Join(", ", parts)} }}";
    }

    /// <summary>A text as JSON, with the characters people write.</summary>
    public static string Json(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    // Of samples the last one counts, unless they are added up.
    private static string PathOf(FieldPlace place) =>
        place.List is { IsSamples: true } samples ? PathText.Path(PathText.Path(samples.Path, [new Payloads.PathSegment(null, -1)]), place.Steps) : place.Path;

    private string Expression(FieldPlace place, MappingValue value, FieldProfile profile)
    {
        var one = value.Sums && place.List is { IsSamples: true } samples
            ? $"sum({PathText.Expression(Payload, samples.Steps)}, {Literal(PathText.Path("", place.Steps))})"
            : place.Expression(Payload);
        one = DecimalComma && profile.Motion is not null ? $"num({one}, {{ comma: true }})" : one;
        var formula = value.Formula?.Replace("{0}", one, StringComparison.Ordinal) ?? one;
        return Condition is null ? formula : $"{Condition} ? {formula} : null";
    }

    private static string Literal(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || "_-./: ".Contains(c, StringComparison.Ordinal)) ? $"'{text}'" : JsonSerializer.Serialize(text);
}
