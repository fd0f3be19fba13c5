using Busroot.Transformer.Payloads;

namespace Busroot.Transformer.Profiles;

/// <summary>Finds numbers among bytes nobody has named: places where two, four or eight bytes, taken together, only rise as a count or a meter does.</summary>
internal static class BinaryWindows
{
    private const int MostBytes = 64; // frames of meters and counters are shorter; what is longer is packed data
    private const int FewestValues = 4;

    /// <summary>Finds them; bytes that are in none are shown one by one.</summary>
    /// <param name="parts">The same part of every payload, in the order of arrival; all of one length.</param>
    /// <param name="prefix">What the names begin with, to keep parts apart.</param>
    /// <param name="filter">What the field table says of the part.</param>
    /// <param name="isAligned">Whether only even offsets are places, as with registers.</param>
    public static List<BinaryWindow> Find(IReadOnlyList<byte[]> parts, string prefix, PartFilter filter, bool isAligned)
    {
        var length = Math.Min(parts[0].Length, MostBytes);
        var found = Candidates(parts, length, isAligned ? 2 : 1)
            .OrderByDescending(candidate => candidate.Kind.IsFloat).ThenBy(candidate => candidate.Step).ThenByDescending(candidate => candidate.Kind.Length)
            .ThenBy(candidate => candidate.Offset).ToList();
        var taken = new bool[length];
        var windows = new List<BinaryWindow>();
        foreach (var (offset, kind, _) in found.Where(candidate => !taken.AsSpan(candidate.Offset, candidate.Kind.Length).Contains(true)))
        {
            taken.AsSpan(offset, kind.Length).Fill(true);
            windows.Add(Window(offset, kind));
        }

        windows.AddRange(Enumerable.Range(0, length).Where(offset => !taken[offset]).Select(offset => Window(offset, WindowKind.Byte)));
        return [.. windows.OrderBy(window => window.Offset)];

        BinaryWindow Window(int offset, WindowKind kind) => new($"{prefix}{kind.Word}_{offset}", offset, kind, filter);
    }

    private static IEnumerable<(int Offset, WindowKind Kind, double Step)> Candidates(IReadOnlyList<byte[]> parts, int length, int alignment)
    {
        for (var offset = 0; offset < length; offset += alignment)
        {
            foreach (var kind in WindowKind.Wide.Where(kind => offset + kind.Length <= length))
            {
                var values = parts.Select(part => BinaryField.ValueOf(part.AsSpan(offset, kind.Length), kind.Type, kind.Order)).ToList();
                if (values.TrueForAll(value => value is not null) && StepOf([.. values.Select(value => value!.Value)], kind) is { } step)
                {
                    yield return (offset, kind, step);
                }
            }
        }
    }

    // How much a reading usually adds; null when these are no numbers that rise like a count.
    private static double? StepOf(double[] values, WindowKind kind)
    {
        var motion = Motion.Of([.. values.Select(value => new Sample(0, value))]);
        var rises = values.Zip(values.Skip(1), (before, after) => after - before).Where(step => step > 0).Order().ToArray();
        if (values.Length < FewestValues || motion.Kind is not (MotionKind.Rises or MotionKind.RisesAndRestarts) || motion.Distinct < 3)
        {
            return null;
        }

        // Random bytes make floats of any size, and counts that jump by a good part of all there can be.
        var isPlausible = kind.IsFloat
            ? values.All(value => value is 0 or (>= 0.001 and <= 1e9))
            : motion.LargestStep <= Math.Pow(2, (8 * kind.Length) - 8) && values[0] < Math.Pow(2, (8 * kind.Length) - 1);
        return isPlausible ? rises[rises.Length / 2] : null;
    }
}
