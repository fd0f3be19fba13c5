namespace Busroot.Storage.Quarantine;

/// <summary>Which entries to list or discard; a null field takes all.</summary>
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

    /// <summary>Only readings that arrived then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only this entry.</summary>
    public long? Sequence { get; init; }

    /// <summary>Also entries that were replayed or discarded; by default only open ones.</summary>
    public bool Resolved { get; init; }

    /// <summary>Whether the oldest come first, as they are to be replayed; by default the newest do.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>Only entries newer than this sequence number: the last one of the page before, when the oldest come first.</summary>
    public long? After { get; init; }

    /// <summary>Only entries older than this sequence number: the last one of the page before.</summary>
    public long? Before { get; init; }

    /// <summary>How many at most, 1 to <see cref="MaximumLimit"/>. Default 100.</summary>
    public int Limit { get; init; } = 100;
}
