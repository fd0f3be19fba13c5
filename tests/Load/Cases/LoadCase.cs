using Busroot.Load.Generator;
using Busroot.Load.Servers;

namespace Busroot.Load.Cases;

/// <summary>What a case is judged by.</summary>
internal enum Measure
{
    /// <summary>CPU microseconds of the server for a delivery: the less the better.</summary>
    Cpu,

    /// <summary>Resident KiB of the server for a connection: the less the better.</summary>
    Memory,

    /// <summary>Connections a second: the more the better.</summary>
    Connects,

    /// <summary>The 99th percentile of a time, in milliseconds: the less the better.</summary>
    Latency,
}

/// <summary>One row of the table.</summary>
internal sealed record LoadCase
{
    /// <summary>Short name for the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What happens, for the reader of the table.</summary>
    public required string Title { get; init; }

    public Measure Measure { get; init; } = Measure.Cpu;

    /// <summary>The ratio to the peer that is aimed at; null when there is none.</summary>
    public double? GoalRatio { get; init; }

    /// <summary>The figure itself that is aimed at, in the measure's unit; null when there is none.</summary>
    public double? GoalValue { get; init; }

    /// <summary>The 99th percentile from publish to delivery that is aimed at, in milliseconds; null when there is none.</summary>
    public double? GoalP99 { get; init; }

    /// <summary>How the servers are started.</summary>
    public ServerSetup Setup { get; init; } = new();

    /// <summary>True for what only the product does.</summary>
    public bool WithoutPeer { get; init; }

    /// <summary>Makes one measurement: server, its login, how long to measure.</summary>
    public required Func<ServerProcess, Login?, TimeSpan, Outcome> Run { get; init; }

    /// <summary>The figure the case is judged by.</summary>
    public double ValueOf(Outcome outcome) => Measure switch
    {
        Measure.Cpu => outcome.CpuMicroseconds,
        Measure.Memory => outcome.KibPerConnection,
        Measure.Connects => outcome.PerSecond,
        Measure.Latency => outcome.P99Milliseconds,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
