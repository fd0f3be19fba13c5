using System.ComponentModel.DataAnnotations;

namespace Busroot.Storage.Quarantine;

/// <summary>How much the quarantine keeps before the oldest entries make room. Every entry dropped so is counted.</summary>
public sealed record QuarantineLimits
{
    /// <summary>Entries in all. Default 100,000.</summary>
    [Range(1, 10_000_000)]
    public int Entries { get; init; } = 100_000;

    /// <summary>Bytes of payload in all. Default 256 MiB.</summary>
    [Range(1, long.MaxValue)]
    public long PayloadBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Entries of one device, so that a device that fails every second cannot push out what the others left. Default 1,000.</summary>
    [Range(1, 10_000_000)]
    public int EntriesPerDevice { get; init; } = 1_000;
}
