using System.Text.Json;

namespace Busroot.Transformer.Signals;

/// <summary>Says in which signals two sets of publications differ; numbers nearer than 1e-6 are the same.</summary>
public static class SignalComparison
{
    private const double Tolerance = 1e-6; // float32 readings and scaled integers, written down by people

    /// <summary>Compares what was published with what would be.</summary>
    /// <param name="was">In the order of publication.</param>
    /// <param name="would">The same of the other side.</param>
    /// <returns>The differences, station by station; empty when they are the same to every subscriber: the order matters within a topic only.</returns>
    /// <remarks>Cost: parses both sides, allocates.</remarks>
    public static IReadOnlyList<SignalDifference> Between(IReadOnlyList<PublishedSignals> was, IReadOnlyList<PublishedSignals> would)
    {
        ArgumentNullException.ThrowIfNull(was);
        ArgumentNullException.ThrowIfNull(would);
        return [.. was.Concat(would).Select(signals => signals.Station).Distinct().SelectMany(station => Between(station, Of(was, station), Of(would, station)))];
    }

    /// <summary>Compares the signals of one publication.</summary>
    internal static IEnumerable<SignalDifference> Between(string? station, IReadOnlyDictionary<SignalKey, double> was, IReadOnlyDictionary<SignalKey, double> would)
    {
        foreach (var key in Enum.GetValues<SignalKey>())
        {
            var one = was.TryGetValue(key, out var before) ? before : (double?)null;
            var other = would.TryGetValue(key, out var after) ? after : (double?)null;
            if (one.HasValue != other.HasValue || Math.Abs((one ?? 0) - (other ?? 0)) > Tolerance)
            {
                yield return new SignalDifference(station, key, one, other);
            }
        }
    }

    /// <summary>The signals of an object as a <see cref="SignalBuffer"/> writes it.</summary>
    internal static Dictionary<SignalKey, double> Read(ReadOnlySpan<byte> json)
    {
        var signals = new Dictionary<SignalKey, double>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && SignalContract.TryParse(reader.ValueSpan, out var key) && reader.Read())
        {
            signals[key] = reader.GetDouble();
        }

        return signals;
    }

    private static IEnumerable<SignalDifference> Between(string? station, List<Dictionary<SignalKey, double>> was, List<Dictionary<SignalKey, double>> would) =>
        Enumerable.Range(0, Math.Max(was.Count, would.Count)).SelectMany(i => Between(station, i < was.Count ? was[i] : [], i < would.Count ? would[i] : []));

    private static List<Dictionary<SignalKey, double>> Of(IReadOnlyList<PublishedSignals> all, string? station) =>
        [.. all.Where(signals => signals.Station == station).Select(signals => Read(signals.Json.Span))];
}
