namespace Busroot.Load.Generator;

/// <summary>What one measurement came to.</summary>
internal sealed record Outcome
{
    /// <summary>Deliveries (or connections) a second.</summary>
    public required double PerSecond { get; init; }

    /// <summary>CPU time of the server for one of them, in microseconds: all its threads, user and system.</summary>
    public required double CpuMicroseconds { get; init; }

    /// <summary>Resident memory of the server at the end, in KiB.</summary>
    public required long ResidentKib { get; init; }

    /// <summary>From publish to delivery, in milliseconds.</summary>
    public double MedianMilliseconds { get; init; }

    /// <summary>The 99th percentile of the same.</summary>
    public double P99Milliseconds { get; init; }

    /// <summary>Resident memory a connection added, in KiB.</summary>
    public double KibPerConnection { get; init; }

    /// <summary>What went wrong: lost, doubled or out of order; null when nothing did.</summary>
    public string? Fault { get; init; }
}
