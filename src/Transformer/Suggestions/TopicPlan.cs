using System.Collections.Immutable;
using Busroot.Transformer.Profiles;

namespace Busroot.Transformer.Suggestions;

/// <summary>How one rule reads all the topics of a device: as they are when all are laid out alike, otherwise as text that its expressions take apart.</summary>
internal sealed class TopicPlan
{
    private const int LongestWord = 32;
    private const int MostIgnored = 8;

    private readonly DeviceProfile _profile;
    private readonly ImmutableArray<TopicProfile> _served;
    private readonly bool _asText;

    private TopicPlan(DeviceProfile profile, ImmutableArray<TopicProfile> served, bool asText)
    {
        _profile = profile;
        _served = served;
        _asText = asText;
        Ignored = [.. profile.Topics.SelectMany(Words).Distinct().Take(MostIgnored)];
    }

    /// <summary>Payloads that are single words where others are laid out otherwise, such as a last will: no readings.</summary>
    public ImmutableArray<string> Ignored { get; }

    /// <summary>Why payloads are read so.</summary>
    public string Reason => _asText
        ? $"its topics are laid out in different ways ({string.Join(", ", _served.Select(topic => $"{Name(topic)}: {topic.Layout.Name}"))}), so all are read as text, and expressions take them apart"
        : string.Join("; ", _served.Select(topic => topic.Layout.Reason).Distinct());

    /// <summary>How the lines of <c>each</c> get at an element.</summary>
    public TopicAccess WithinElement => new(null, "payload", DecimalComma: false);

    /// <summary>Topics that are not served and whose payloads the rule cannot read: they will be in quarantine.</summary>
    public IEnumerable<TopicProfile> Unreadable => _asText || _served.IsEmpty ? [] : _profile.Topics.Where(topic => RuleOf(topic) != RuleOf(_served[0]) && !IsOfIgnoredWords(topic));

    /// <summary>Plans.</summary>
    /// <param name="profile">What the device sends.</param>
    /// <param name="stations">A list of stations; its topic is read as it is, whatever becomes of the others.</param>
    /// <param name="best">The fields that are wanted.</param>
    public static TopicPlan Of(DeviceProfile profile, StationList? stations, List<Candidate> best)
    {
        var wanted = best.Select(candidate => candidate.Field.Topic).Concat(stations is null ? [] : [stations.Topic]).Distinct().ToList();
        if (wanted.Count == 0)
        {
            return new TopicPlan(profile, [profile.Topics[0]], asText: false);
        }

        var first = stations?.Topic ?? wanted.MaxBy(topic => best.Count(candidate => candidate.Field.Topic == topic))!;
        if (wanted.TrueForAll(topic => RuleOf(topic) == RuleOf(first)))
        {
            return new TopicPlan(profile, [.. wanted], asText: false);
        }

        var readable = wanted.Where(topic => topic.Layout.FromText is not null).ToList();
        return stations is null && readable.Count == wanted.Count
            ? new TopicPlan(profile, [.. wanted], asText: true)
            : new TopicPlan(profile, [.. wanted.Where(topic => RuleOf(topic) == RuleOf(first))], asText: false);
    }

    /// <summary>Whether the rule reads a topic.</summary>
    public bool Serves(TopicProfile topic) => _served.Contains(topic) || _asText || RuleOf(topic) == RuleOf(_served[0]);

    /// <summary>What stands in rule.json.</summary>
    public string PayloadJson(List<Candidate> chosen) => _asText ? "\"text\"" : _served[0].Layout.RuleJson(chosen.Select(candidate => candidate.Field.Profile));

    /// <summary>How a line gets at a field.</summary>
    public TopicAccess AccessTo(TopicField field)
    {
        var payload = _asText ? field.Topic.Layout.FromText! : "payload";
        var isAmbiguous = _asText || _profile.Topics.Any(other => other != field.Topic && other.Fields.Any(twin => twin.Place.Path == field.Path));
        var condition = isAmbiguous && _profile.Topics.Length > 1 ? TopicAccess.ConditionOf(field.Topic.SubTopic, _profile.Topics) : null;
        return new TopicAccess(condition, payload, field.Topic.Layout.DecimalComma);
    }

    /// <summary>A topic as people are told of it.</summary>
    public static string Name(TopicProfile topic) => topic.SubTopic.Length == 0 ? "the raw topic" : topic.SubTopic;

    private static string RuleOf(TopicProfile topic) => topic.Layout.RuleJson(topic.Fields);

    private IEnumerable<string> Words(TopicProfile topic) => _asText || RuleOf(topic) == RuleOf(_served[0])
        ? _asText ? [] : topic.Unreadable.Select(text => text.Key.Trim()).Where(IsWord)
        : IsOfWords(topic) ? topic.Fields.SelectMany(field => field.Texts).Select(text => text.Key) : [];

    private bool IsOfIgnoredWords(TopicProfile topic) => IsOfWords(topic) && topic.Fields.SelectMany(field => field.Texts).All(text => Ignored.Contains(text.Key));

    private static bool IsOfWords(TopicProfile topic) =>
        topic is { Layout: TextLayout, Fields: [{ IsText: true, Texts.Length: <= MostIgnored } only] } && only.Texts.All(text => IsWord(text.Key));

    private static bool IsWord(string text) => text.Length is > 0 and <= LongestWord && char.IsLetter(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c is ' ' or '_' or '-');
}
