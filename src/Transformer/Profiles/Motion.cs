namespace Busroot.Transformer.Profiles;

/// <summary>How the numbers of a field go on from reading to reading.</summary>
internal enum MotionKind
{
    /// <summary>Always the same.</summary>
    Constant,

    /// <summary>Never falls.</summary>
    Rises,

    /// <summary>Rises but for falls that are wraps of 16 or 32 bits, or restarts at a low number.</summary>
    RisesAndRestarts,

    /// <summary>Anything else.</summary>
    UpAndDown,
}

/// <summary>How the numbers of a field move.</summary>
internal sealed record Motion
{
    private const int FallsKept = 3;
    private const double Bits16 = 65_536;
    private const double Bits32 = 4_294_967_296;

    public MotionKind Kind { get; private init; }

    public int Values { get; private init; }

    public int Distinct { get; private init; }

    public double Minimum { get; private init; }

    public double Maximum { get; private init; }

    /// <summary>Whether all of them are whole.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>How often one differs from the one before.</summary>
    public int Changes { get; private init; }

    public int Rises { get; private init; }

    /// <summary>Falls to at most half.</summary>
    public int Restarts { get; private init; }

    /// <summary>The bits of a counter that was seen to wrap, 16 or 32; null when none was.</summary>
    public int? WrapsAt { get; private init; }

    public int Wraps { get; private init; }

    /// <summary>When the first few wraps and restarts came, in milliseconds since 1970.</summary>
    public IReadOnlyList<long> FallsAt { get; private init; } = [];

    /// <summary>The most that one reading added, over wraps too.</summary>
    public double LargestStep { get; private init; }

    /// <summary>How much it rises in an hour; null when it does not, or there was less than a minute to see it.</summary>
    public double? PerHour { get; private init; }

    /// <summary>Whether it rises by one a second, or a millisecond, as time does.</summary>
    public bool FollowsClock { get; private init; }

    /// <summary>Whether every reading is one more than the one before.</summary>
    public bool CountsReadings { get; private init; }

    /// <summary>Whether none of the values is anything but 0 or 1.</summary>
    public bool IsSwitch => Minimum >= 0 && Maximum <= 1 && IsWhole;

    /// <summary>Looks at numbers.</summary>
    /// <param name="samples">In the order of arrival, at least one.</param>
    public static Motion Of(IReadOnlyList<Sample> samples)
    {
        var steps = samples.Zip(samples.Skip(1), (before, after) => new Step(before, after)).ToList();
        var rising = steps.Where(step => step.Rise > 0).ToList();
        var falling = steps.Where(step => step.Rise < 0).ToList();
        var wraps = falling.Where(step => step.WrapsAt is not null).ToList();
        var largest = rising.Select(step => step.Rise).Concat(wraps.Select(step => step.Wrapped)).DefaultIfEmpty().Max();
        var restarts = falling.Except(wraps).Where(step => step.After.Value <= step.Before.Value / 2).ToList();
        return new Motion
        {
            Kind = KindOf(rising.Count, falling.Count, wraps.Count, restarts, largest),
            Values = samples.Count,
            Distinct = samples.Select(sample => sample.Value).Distinct().Count(),
            Minimum = samples.Min(sample => sample.Value),
            Maximum = samples.Max(sample => sample.Value),
            IsWhole = samples.All(sample => sample.Value == Math.Floor(sample.Value)),
            Changes = rising.Count + falling.Count,
            Rises = rising.Count,
            Restarts = restarts.Count,
            Wraps = wraps.Count,
            FallsAt = [.. falling.Take(FallsKept).Select(step => step.After.Milliseconds)],
            WrapsAt = wraps.Count == 0 ? null : wraps.Max(step => step.WrapsAt),
            LargestStep = largest,
            PerHour = PerHourOf(samples, rising),
            FollowsClock = IsClock(rising),
            CountsReadings = rising.Count >= 4 && steps.All(step => step.Rise == 1),
        };
    }

    private static MotionKind KindOf(int rises, int falls, int wraps, List<Step> restarts, double largest)
    {
        if (falls == 0)
        {
            return rises == 0 ? MotionKind.Constant : MotionKind.Rises;
        }

        // A fall from far above what a reading adds is a restart; small numbers that come and go need many rises for each fall to look like a count.
        var doubtful = restarts.Count(step => step.Before.Value < 10 || step.Before.Value < 5 * largest);
        var isCount = falls == wraps + restarts.Count && rises > 0 && rises >= restarts.Count && rises >= 4 * doubtful;
        return isCount ? MotionKind.RisesAndRestarts : MotionKind.UpAndDown;
    }

    private static double? PerHourOf(IReadOnlyList<Sample> samples, List<Step> rising)
    {
        var hours = (samples[^1].Milliseconds - samples[0].Milliseconds) / 3_600_000.0;
        var perHour = rising.Sum(step => step.Rise) / hours;
        return rising.Count > 0 && hours >= 1 / 60.0 && double.IsFinite(perHour) ? perHour : null;
    }

    private static bool IsClock(List<Step> rising)
    {
        var timed = rising.Where(step => step.Seconds >= 0.5).ToList();
        return timed.Count >= 4 && (IsClock(timed, perSecond: 1) || IsClock(timed, perSecond: 1000));
    }

    private static bool IsClock(List<Step> steps, double perSecond) =>
        steps.Count(step => Math.Abs((step.Rise / perSecond) - step.Seconds) <= Math.Max(1, step.Seconds / 10)) >= steps.Count * 0.8
        && steps.Sum(step => step.Rise) / perSecond / steps.Sum(step => step.Seconds) is > 0.8 and < 1.25;

    private readonly record struct Step(Sample Before, Sample After)
    {
        public double Rise => After.Value - Before.Value;

        public double Seconds => (After.Milliseconds - Before.Milliseconds) / 1000.0;

        public int? WrapsAt => IsWrapOf(Bits16) ? 16 : IsWrapOf(Bits32) ? 32 : null;

        public double Wrapped => Rise + (WrapsAt == 16 ? Bits16 : Bits32);

        // From the last tenth of the range to the first.
        private bool IsWrapOf(double range) => Before.Value < range && Before.Value >= range * 0.9 && After.Value >= 0 && After.Value < range * 0.1;
    }
}
