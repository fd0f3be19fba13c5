using System.Diagnostics;
using System.Numerics;

namespace Busroot.Load.Generator;

/// <summary>Times in buckets that are at most 3.2 % wide: percentiles without keeping every time.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBuckets = 64;
    private readonly long[] _buckets = new long[SubBuckets * 64];
    private long _count;

    /// <summary>Adds a time in ticks of <see cref="Stopwatch"/>.</summary>
    public void Add(long ticks)
    {
        _buckets[IndexOf((ulong)Math.Max(ticks, 0))]++;
        _count++;
    }

    public void Clear()
    {
        Array.Clear(_buckets);
        _count = 0;
    }

    /// <summary>The time that a share of all does not exceed, in milliseconds; zero when there is none.</summary>
    public double Percentile(double share)
    {
        var left = (long)Math.Ceiling(_count * share);
        for (var i = 0; i < _buckets.Length; i++)
        {
            left -= _buckets[i];
            if (left <= 0)
            {
                return _count == 0 ? 0 : ValueOf(i) * 1000.0 / Stopwatch.Frequency;
            }
        }

        return 0;
    }

    private static int IndexOf(ulong ticks)
    {
        if (ticks < SubBuckets)
        {
            return (int)ticks;
        }

        var shift = BitOperations.Log2(ticks) - 5; // leaves 6 bits, of which the first is set
        return (shift * SubBuckets / 2) + (int)(ticks >> shift);
    }

    private static double ValueOf(int index)
    {
        if (index < SubBuckets)
        {
            return index;
        }

        var shift = (index / (SubBuckets / 2)) - 1;
        return (double)((ulong)(index - (shift * SubBuckets / 2)) << shift);
    }
}
