using Busroot.Transformer.Profiles;

namespace Busroot.Server.Administration;

/// <summary>What a device sends.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Rule">The rule that ran on its last reading; absent when none did.</param>
/// <param name="Readings">How many readings were looked at, the newest.</param>
/// <param name="First">When the first of them arrived.</param>
/// <param name="Last">When the last of them arrived.</param>
/// <param name="Topics">The topics they came on, those with the most readings first.</param>
/// <param name="OtherTopics">How many topics were left out because there are too many.</param>
internal sealed record ProfileView(string DeviceId, string? Rule, int Readings, DateTimeOffset First, DateTimeOffset Last, IReadOnlyList<TopicProfileView> Topics, int OtherTopics)
{
    public static ProfileView Of(DeviceReadings device, CancellationToken cancellationToken)
    {
        var profile = DeviceProfile.Of(device.Readings, cancellationToken);
        return new ProfileView(
            device.DeviceId, device.Rule, profile.Readings, profile.From, profile.To, [.. profile.Topics.Select(TopicProfileView.Of)], profile.OtherTopics);
    }
}

/// <summary>What it sends on one topic.</summary>
/// <param name="SubTopic">The levels below its raw topic; empty for the raw topic itself.</param>
/// <param name="Readings">How many readings came on it.</param>
/// <param name="Readable">How many of them are laid out as <paramref name="Payload"/> says.</param>
/// <param name="Payload">How payloads are laid out, as a rule says it.</param>
/// <param name="Reason">Why it is thought so.</param>
/// <param name="Fields">The fields, in the order in which they first came.</param>
/// <param name="Cut">Whether there were more fields than are looked at.</param>
internal sealed record TopicProfileView(string SubTopic, int Readings, int Readable, string Payload, string Reason, IReadOnlyList<FieldView> Fields, bool Cut)
{
    public static TopicProfileView Of(TopicProfile topic) => new(
        topic.SubTopic, topic.Payloads, topic.Readable, topic.Layout.RuleJson([]), topic.Layout.Reason, [.. topic.Fields.Select(FieldView.Of)], topic.IsCut);
}

/// <summary>A field.</summary>
/// <param name="Path">Where it is, as a rule writes it.</param>
/// <param name="Type">What it holds: <c>whole number</c>, <c>number</c>, <c>number in text</c>, <c>boolean</c>, <c>text</c>, <c>nothing</c>, or several of them.</param>
/// <param name="Readings">In how many readings it was.</param>
internal sealed record FieldView(string Path, string Type, int Readings)
{
    /// <summary>The least number, those that stand for no value left out.</summary>
    public double? Minimum { get; init; }

    /// <summary>The greatest number.</summary>
    public double? Maximum { get; init; }

    /// <summary>How often a value differs from the one before.</summary>
    public int Changes { get; init; }

    /// <summary><c>constant</c>, <c>rises</c>, <c>rises and restarts</c> or <c>up and down</c>; absent without numbers.</summary>
    public string? Moves { get; init; }

    /// <summary>How often it fell to at most half.</summary>
    public int Restarts { get; init; }

    /// <summary>How often it wrapped.</summary>
    public int Wraps { get; init; }

    /// <summary>At how many bits, 16 or 32.</summary>
    public int? WrapsAtBits { get; init; }

    /// <summary>How much it rises in an hour; absent when it does not, or it was not seen long enough.</summary>
    public double? PerHour { get; init; }

    /// <summary>What stands for no value, with how often it came.</summary>
    public required IReadOnlyDictionary<string, int> NoValues { get; init; }

    /// <summary>Some values.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    public static FieldView Of(FieldProfile field) => new(field.Place.Path, field.Type, field.Payloads)
    {
        Minimum = field.Motion?.Minimum,
        Maximum = field.Motion?.Maximum,
        Changes = field.Changes,
        Moves = field.Motion is { } motion ? Word(motion.Kind) : null,
        Restarts = field.Motion?.Restarts ?? 0,
        Wraps = field.Motion?.Wraps ?? 0,
        WrapsAtBits = field.Motion?.WrapsAt,
        PerHour = field.Motion?.PerHour,
        NoValues = field.Sentinels.Select(entry => KeyValuePair.Create(FieldProfile.Number(entry.Key), entry.Value)).Concat(field.NoValues).ToDictionary(StringComparer.Ordinal),
        Examples = field.Examples,
    };

    private static string Word(MotionKind kind) => kind switch
    {
        MotionKind.Constant => "constant",
        MotionKind.Rises => "rises",
        MotionKind.RisesAndRestarts => "rises and restarts",
        _ => "up and down",
    };
}
