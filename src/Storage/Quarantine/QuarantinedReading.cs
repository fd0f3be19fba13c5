namespace Busroot.Storage.Quarantine;

/// <summary>An entry as it is kept.</summary>
/// <param name="Sequence">Goes up with every entry and is never used again.</param>
/// <param name="Entry">What was appended.</param>
public sealed record QuarantinedReading(long Sequence, QuarantineEntry Entry)
{
    /// <summary>How often it was run again and failed; the failure shown is the last one.</summary>
    public int Attempts { get; init; }

    /// <summary>How it came to its end; null while it is open.</summary>
    public QuarantineResolution? Resolution { get; init; }

    /// <summary>When it came to its end.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The revision of the rule that could use it.</summary>
    public string? ReplayRevision { get; init; }

    /// <summary>Why it was discarded.</summary>
    public string? Reason { get; init; }
}

/// <summary>How many open entries share a device, rule and failure.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="RuleId">The rule, or null.</param>
/// <param name="Fault">The kind of failure.</param>
/// <param name="Entries">How many.</param>
/// <param name="First">When the oldest of them arrived.</param>
/// <param name="Last">When the newest of them arrived.</param>
public sealed record QuarantineCount(string DeviceId, string? RuleId, string Fault, long Entries, DateTimeOffset First, DateTimeOffset Last);

/// <summary>How full the quarantine is.</summary>
/// <param name="Entries">Entries kept now, resolved ones too.</param>
/// <param name="PayloadBytes">Bytes of their payloads.</param>
/// <param name="Dropped">Entries that made room for newer ones, since the database was created.</param>
public sealed record QuarantineTotals(long Entries, long PayloadBytes, long Dropped);
