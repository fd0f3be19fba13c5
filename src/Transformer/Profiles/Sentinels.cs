using System.Collections.Immutable;

namespace Busroot.Transformer.Profiles;

/// <summary>Finds numbers that stand for "no value": -1, 65535 and their like, when they stand alone far from all the others.</summary>
internal static class Sentinels
{
    private const int MostDistinct = 4;

    // What firmware writes when a sensor does not answer: all bits set, the most an integer can hold, and what people fill displays with.
    private static readonly double[] Usual =
        [-1, 255, 65535, 65534, 4294967295, 32767, -32768, 2147483647, -2147483648, 8388607, -99, -999, -9999, -127, 9999, 99999, 999999, 6553.5, 3276.7, 429496729.5];

    /// <summary>Finds them.</summary>
    /// <param name="samples">In the order of arrival.</param>
    /// <returns>Each with how often it came; usually none, and never all the values there are, when there are several.</returns>
    public static ImmutableArray<KeyValuePair<double, int>> Find(IReadOnlyList<Sample> samples)
    {
        var counts = samples.CountBy(sample => sample.Value).ToDictionary();
        var found = Usual.Where(value => counts.ContainsKey(value) && StandsAlone(value, [.. counts.Keys.Where(other => !Usual.Contains(other))])).ToList();
        if (counts.ContainsKey(0) && IsGlitch(samples, found))
        {
            found.Add(0);
        }

        return [.. found.Take(MostDistinct).Select(value => KeyValuePair.Create(value, counts[value]))];
    }

    private static bool StandsAlone(double value, double[] others)
    {
        if (others.Length == 0)
        {
            return value == -1;
        }

        var (lowest, highest) = (others.Min(), others.Max());
        return value switch
        {
            _ when value >= lowest && value <= highest => false,
            < 0 when lowest >= 0 => true,
            < 0 when value > highest => value - highest > Math.Max(10, highest - lowest), // rssi -60 to -70, and -1
            < 0 => lowest - value > Math.Max(10, highest - lowest),
            _ => value > highest * 2 && value - highest > Math.Max(10, highest - lowest),
        };
    }

    // A meter that says 0 between two large readings, the later not lower than the earlier, has not lost what it counted.
    private static bool IsGlitch(IReadOnlyList<Sample> samples, List<double> sentinels)
    {
        var values = samples.Select(sample => sample.Value).Where(value => !sentinels.Contains(value)).ToList();
        var others = values.Where(value => value != 0).ToList();
        if (others.Count < 3 || values[0] == 0 || others[0] <= 0)
        {
            return false;
        }

        var steps = others.Zip(others.Skip(1), (before, after) => after - before).ToList();
        return steps.TrueForAll(step => step >= 0) && others[0] > 10 * steps.Max();
    }
}
