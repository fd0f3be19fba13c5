using System.Collections.Immutable;
using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Suggestions;

/// <summary>A line of a suggested mapping.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="SubTopic">Where its field comes, below the raw topic.</param>
/// <param name="Field">The path of the field, within an element when <paramref name="IsOfEach"/>.</param>
/// <param name="IsOfEach">Whether every element of a list gives it for a station of its own.</param>
/// <param name="Json">What the mapping has for the signal.</param>
/// <param name="Reason">Why, in a sentence.</param>
internal sealed record SuggestedSignal(string Signal, string SubTopic, string Field, bool IsOfEach, string Json, string Reason);

/// <summary>A field that no line uses.</summary>
/// <param name="SubTopic">Where it comes, below the raw topic.</param>
/// <param name="Field">Its path.</param>
/// <param name="Reason">Why, to follow its name.</param>
internal sealed record LeftOutField(string SubTopic, string Field, string Reason);

/// <summary>A rule that may fit what a device sends, with a reason for every line and for every field it leaves out. A person decides.</summary>
/// <param name="Payload">What rule.json has under <c>payload</c>.</param>
/// <param name="PayloadReason">Why.</param>
/// <param name="Signals">The mapping; empty when nothing looks like a signal.</param>
/// <param name="Stations">The list whose elements are stations; null when there is none.</param>
/// <param name="LeftOut">The fields that no line uses.</param>
/// <param name="Ignored">Payloads that are no readings.</param>
/// <param name="Remarks">What is to be checked or done besides.</param>
internal sealed record RuleSuggestion(
    string Payload, string PayloadReason, ImmutableArray<SuggestedSignal> Signals, StationList? Stations, ImmutableArray<LeftOutField> LeftOut,
    ImmutableArray<string> Ignored, ImmutableArray<string> Remarks)
{
    /// <summary>Suggests a rule.</summary>
    /// <param name="profile">What the device sends.</param>
    /// <remarks>Threads: any. Cost: some milliseconds for hundreds of fields.</remarks>
    public static RuleSuggestion Of(DeviceProfile profile)
    {
        var fields = profile.Topics.SelectMany(topic => topic.Fields.Select(field => new TopicField(topic, field, WordsOf(topic, field)))).ToList();
        var stations = StationList.Find(fields);
        var candidates = fields.Where(field => stations?.Holds(field) != true).SelectMany(Guesses.Of).ToList();
        var best = Guesses.Best(candidates);
        var plan = TopicPlan.Of(profile, stations, best);
        var chosen = best.Where(candidate => plan.Serves(candidate.Field.Topic)).ToList();
        return new RuleSuggestion(
            plan.PayloadJson(chosen), plan.Reason,
            [.. chosen.Select(candidate => Line(plan, candidate, isOfEach: false)), .. stations?.Candidates.Select(candidate => Line(plan, candidate, isOfEach: true)) ?? []],
            stations,
            [.. fields.Where(field => !IsUsed(field)).Select(field => new LeftOutField(field.Topic.SubTopic, field.Path, WhyNot(field, candidates, chosen, plan)))],
            plan.Ignored, [.. Remark.Of(profile, plan, stations, chosen)]);

        bool IsUsed(TopicField field) => chosen.Exists(candidate => candidate.Field == field) || stations?.Holds(field) == true;
    }

    private static FieldWords WordsOf(TopicProfile topic, FieldProfile field) =>
        FieldWords.Of(field.Place.IsNameless ? [] : topic.SubTopic.Split('/').Concat(field.Place.Names));

    private static SuggestedSignal Line(TopicPlan plan, Candidate candidate, bool isOfEach)
    {
        var access = isOfEach ? plan.WithinElement : plan.AccessTo(candidate.Field);
        return new SuggestedSignal(candidate.SignalName, candidate.Field.Topic.SubTopic, candidate.Field.Path, isOfEach, access.LineOf(candidate), candidate.Reason);
    }

    private static string WhyNot(TopicField field, List<Candidate> candidates, List<Candidate> chosen, TopicPlan plan)
    {
        if (!plan.Serves(field.Topic))
        {
            return "its topic has payloads of another kind, which one rule cannot read beside the others";
        }

        var candidate = candidates.Where(candidate => candidate.Field == field).MaxBy(candidate => candidate.Score);
        return candidate is not null && chosen.Find(other => other.Quantity == candidate.Quantity) is { } taken
            ? $"may be {candidate.SignalName} as well ({candidate.Reason}); {taken.Field.Path} was taken for that{More(candidate)}"
            : LeftOutReason.Of(field);
    }

    private static string More(Candidate candidate) => candidate.Quantity == Quantity.Good ? ". If it counts rejects, take the signal that ends in _bad" : "";
}
