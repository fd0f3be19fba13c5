using System.Collections.Immutable;

namespace Busroot.Transformer.Profiles;

/// <summary>What a device sends on one topic.</summary>
/// <param name="SubTopic">The levels below the device's raw topic; empty for the raw topic itself.</param>
/// <param name="Payloads">How many payloads were looked at.</param>
/// <param name="Readable">How many of them are laid out as <paramref name="Layout"/> says.</param>
/// <param name="Layout">How payloads are laid out.</param>
/// <param name="Fields">Their fields, in the order in which they first came.</param>
/// <param name="IsCut">Whether there were more fields than are looked at.</param>
/// <param name="Unreadable">Payloads that are not laid out so, as texts, with how often they came; at most 8.</param>
internal sealed record TopicProfile(
    string SubTopic, int Payloads, int Readable, PayloadLayout Layout, ImmutableArray<FieldProfile> Fields, bool IsCut, ImmutableArray<KeyValuePair<string, int>> Unreadable)
{
    private const int MostUnreadable = 8;
    private const int LongestUnreadable = 64;

    /// <summary>Looks at readings.</summary>
    /// <param name="subTopic">What their topics have below the raw topic.</param>
    /// <param name="readings">In the order of arrival, at least one.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public static TopicProfile Of(string subTopic, IReadOnlyList<RecordedReading> readings, CancellationToken cancellationToken)
    {
        var layout = LayoutGuess.Of([.. readings.Select(reading => reading.Payload)]);
        var table = new FieldTable();
        var unreadable = new Dictionary<string, int>(StringComparer.Ordinal);
        var readable = 0;
        for (var i = 0; i < readings.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var payload = readings[i].Payload.Span;
            var turn = new ReadingTurn(i, readings[i].At.ToUnixTimeMilliseconds(), layout.DecimalComma);
            if (layout.TryRead(payload, turn, table))
            {
                readable++;
            }
            else if (Text(payload) is var text && (unreadable.ContainsKey(text) || unreadable.Count < MostUnreadable))
            {
                unreadable[text] = unreadable.GetValueOrDefault(text) + 1;
            }
        }

        return new TopicProfile(subTopic, readings.Count, readable, layout, [.. table.Fields.Select(series => FieldProfile.Of(series, readable))], table.IsCut, [.. unreadable]);
    }

    private static string Text(ReadOnlySpan<byte> payload) =>
        System.Text.Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, LongestUnreadable)]) + (payload.Length > LongestUnreadable ? "…" : "");
}
