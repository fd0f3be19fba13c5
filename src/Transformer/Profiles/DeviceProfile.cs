using System.Collections.Immutable;

namespace Busroot.Transformer.Profiles;

/// <summary>What a device sends, topic by topic.</summary>
/// <param name="Readings">How many readings were looked at.</param>
/// <param name="From">When the first of them arrived.</param>
/// <param name="To">When the last of them arrived.</param>
/// <param name="Topics">The topics, those with the most readings first.</param>
/// <param name="OtherTopics">Topics that were left out because there are too many.</param>
internal sealed record DeviceProfile(int Readings, DateTimeOffset From, DateTimeOffset To, ImmutableArray<TopicProfile> Topics, int OtherTopics)
{
    private const int MostTopics = 32;

    /// <summary>Looks at readings.</summary>
    /// <param name="readings">Of one device, in the order of arrival, at least one.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <remarks>
    /// Never throws for what is in the payloads. Threads: any. Cost: some microseconds and a few hundred bytes for a value; at most 32 topics of 300
    /// fields are looked at.
    /// </remarks>
    public static DeviceProfile Of(IReadOnlyList<RecordedReading> readings, CancellationToken cancellationToken)
    {
        var topics = readings.GroupBy(reading => reading.SubTopic, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ToList();
        return new DeviceProfile(
            readings.Count, readings[0].At, readings[^1].At,
            [.. topics.Take(MostTopics).Select(topic => TopicProfile.Of(topic.Key, [.. topic], cancellationToken))], Math.Max(0, topics.Count - MostTopics));
    }
}
