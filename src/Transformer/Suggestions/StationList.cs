using System.Collections.Immutable;
using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Suggestions;

/// <summary>A list of machines, each of which is a station: <c>each</c> of a mapping.</summary>
/// <param name="List">The list, with the mark of one of its elements.</param>
/// <param name="Topic">Where it comes.</param>
/// <param name="Marks">How the elements are called.</param>
/// <param name="Candidates">The signals of an element, shown by the element that tells the most.</param>
internal sealed record StationList(FieldList List, TopicProfile Topic, ImmutableArray<string> Marks, ImmutableArray<Candidate> Candidates)
{
    private const int LongestStation = 64;

    /// <summary>Finds the list whose elements have the most signals, all of the same meaning.</summary>
    /// <param name="fields">Of all topics.</param>
    /// <returns>Null when there is none: in a list of values with names of their own, each means something else.</returns>
    public static StationList? Find(IEnumerable<TopicField> fields) => fields
        .Where(field => field.Profile.Place.List is { IsSamples: false } list && IsStation(list.MarkText))
        .GroupBy(field => (field.Topic, field.Profile.Place.List!.Path)).Select(Of).OfType<StationList>()
        .OrderByDescending(list => list.Candidates.Length).FirstOrDefault();

    /// <summary>What stands in rule.json under <c>each</c>.</summary>
    public string Each => TopicAccess.Json(List.Path.Length == 0 ? "$[*]" : List.Path + "[*]");

    /// <summary>What stands in rule.json under <c>station</c>.</summary>
    public string Station => TopicAccess.Json(PathText.Path("", List.Key));

    /// <summary>Whether a field is in the list.</summary>
    public bool Holds(TopicField field) => field.Topic == Topic && field.Profile.Place.List is { IsSamples: false } list && list.Path == List.Path;

    private static StationList? Of(IEnumerable<TopicField> group)
    {
        var fields = group.ToList();
        var marks = fields.Select(field => field.Profile.Place.List!.MarkText).Distinct().ToImmutableArray();

        // The mark is a name, not a meaning: what an element says is read from the names within it.
        var best = Guesses.Best(fields.Select(field => field with { Words = FieldWords.Of(field.Profile.Place.Steps.Select(step => step.Name).OfType<string>()) })
            .SelectMany(Guesses.Of).Where(candidate => candidate.Score > 1)
            .OrderByDescending(candidate => candidate.Value.Delta is not null).ThenByDescending(candidate => candidate.Field.Profile.Motion?.Changes ?? 0));
        return marks.Length < 2 || best.Count == 0 || !best.Exists(candidate => IsShared(candidate, fields))
            ? null
            : new StationList(fields[0].Profile.Place.List!, fields[0].Topic, marks, [.. best.Where(candidate => IsShared(candidate, fields)).Select(Within)]);
    }

    private static bool IsShared(Candidate candidate, List<TopicField> fields) =>
        fields.Count(field => Inner(field) == Inner(candidate.Field)) > 1;

    private static string Inner(TopicField field) => PathText.Path("", field.Profile.Place.Steps);

    // Within an element paths start anew.
    private static Candidate Within(Candidate candidate)
    {
        var profile = candidate.Field.Profile;
        return candidate with { Field = candidate.Field with { Profile = profile with { Place = new FieldPlace(null, profile.Place.Steps) } } };
    }

    private static bool IsStation(string mark) =>
        mark.Length is > 0 and <= LongestStation && mark.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':');
}
