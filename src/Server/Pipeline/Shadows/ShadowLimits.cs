using System.ComponentModel.DataAnnotations;

namespace Busroot.Server.Pipeline.Shadows;

/// <summary>How much candidates may take of what live rules need, and how long they are borne.</summary>
internal sealed record ShadowLimits
{
    /// <summary>Candidates that run at a time. Default 8.</summary>
    [Range(0, 1000)] // one may cost an engine a lane, 260 KB
    public int Candidates { get; init; } = 8;

    /// <summary>Percent of a lane's time that all of them may use together; further readings are left out and counted. Default 10.</summary>
    [Range(1, 100)]
    public int TimePercent { get; init; } = 10;

    /// <summary>What they may have saved up of that, and so hold up live readings at once, beside the run that is under way. Default 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan SavedTime { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Devices of a lane that one candidate follows; readings of more are left out and counted. Default 10,000.</summary>
    [Range(1, 10_000_000)]
    public int Devices { get; init; } = 10_000;

    /// <summary>Bytes of JSON that one candidate remembers in a lane; a device that does not fit begins anew with each reading. Default 16 MiB.</summary>
    [Range(1024, long.MaxValue)]
    public long StateBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Readings of a lane in a row that a candidate may fail on, where the live rule does not, before it is ended. Default 100.</summary>
    [Range(1, 1_000_000_000)]
    public int Failures { get; init; } = 100;

    /// <summary>Runs of a lane, of a thousand, that may meet a limit of time, statements, memory or depth before the candidate is ended. Default 10.</summary>
    [Range(1, 1000)]
    public int LimitedRuns { get; init; } = 10;
}
