namespace Busroot.Storage.Quarantine;

/// <summary>Which entries to list; a null field takes all.</summary>
public sealed record QuarantineQuery
{
    /// <summary>Most entries one answer can hold.</summary>
    public const int MaximumLimit = 1000;

    /// <summary>Only of this device.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Only of this rule.</summary>
    public string? RuleId { get; init; }

    /// <summary>Only this kind of failure.</summary>
    public string? Fault { get; init; }

    /// <summary>Only entries older than this sequence number: the last one of the page before.</summary>
    public long? Before { get; init; }

    /// <summary>How many at most, 1 to <see cref="MaximumLimit"/>. Default 100.</summary>
    public int Limit { get; init; } = 100;
}
