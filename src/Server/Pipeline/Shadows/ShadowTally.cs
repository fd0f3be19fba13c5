using Busroot.Server.Rules;
using Busroot.Transformer;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Pipeline.Shadows;

/// <summary>How a candidate compares with one live revision in one lane.</summary>
/// <remarks>Threads: the lane adds, any thread reads; a number that is read may be one reading behind another.</remarks>
internal sealed class ShadowTally(Rule live, DateTimeOffset since)
{
    /// <summary>How many differences are kept: the last ones.</summary>
    public const int KeptDifferences = 20;

    private readonly long[] _verdicts = new long[Enum.GetValues<Verdict>().Length];
    private readonly long[] _faults = new long[Enum.GetValues<RuleFault>().Length];
    private readonly ReadingDifference?[] _differences = new ReadingDifference?[KeptDifferences];
    private int _next;
    private long _leftOut;
    private long _ticks;

    /// <summary>What ran live.</summary>
    public Rule Live { get; } = live;

    /// <summary>When the comparison with it began.</summary>
    public DateTimeOffset Since { get; } = since;

    /// <summary>Readings the candidate was not run on: it had used its time, or the lane follows as many devices as it may.</summary>
    public long LeftOut => Volatile.Read(ref _leftOut);

    /// <summary>The time the candidate took.</summary>
    public TimeSpan Time => TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    /// <summary>The last readings of which it made something else; in no order.</summary>
    public IEnumerable<ReadingDifference> Differences => _differences.Select((_, i) => Volatile.Read(ref _differences[i])).OfType<ReadingDifference>();

    /// <summary>Readings that were judged so.</summary>
    public long Count(Verdict verdict) => Volatile.Read(ref _verdicts[(int)verdict]);

    /// <summary>Readings among those judged <see cref="Verdict.Failed"/> that failed so.</summary>
    public long Count(RuleFault fault) => Volatile.Read(ref _faults[(int)fault]);

    /// <summary>Counts a reading. Lane only.</summary>
    public void Add(Verdict verdict, RuleOutcome outcome, TimeSpan time)
    {
        Add(ref _verdicts[(int)verdict], 1);
        Add(ref _ticks, time.Ticks);
        if (verdict == Verdict.Failed)
        {
            Add(ref _faults[(int)((RuleOutcome.Failed)outcome).Fault], 1);
        }
    }

    /// <summary>Counts a reading that was left out. Lane only.</summary>
    public void LeaveOut() => Add(ref _leftOut, 1);

    /// <summary>Keeps a difference; the oldest makes room. Lane only.</summary>
    public void Keep(ReadingDifference difference)
    {
        Volatile.Write(ref _differences[_next], difference);
        _next = (_next + 1) % KeptDifferences;
    }

    private static void Add(ref long count, long more) => Volatile.Write(ref count, count + more); // one writer
}
