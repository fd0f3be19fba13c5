namespace Busroot.Storage.Quarantine;

/// <summary>What became of a quarantined reading that was run again.</summary>
/// <param name="Sequence">The entry.</param>
/// <param name="Revision">The revision of the rule that ran now; null when none did.</param>
/// <param name="At">When it ran.</param>
public sealed record QuarantineReplay(long Sequence, string? Revision, DateTimeOffset At)
{
    /// <summary>The rule that ran now.</summary>
    public string? RuleId { get; init; }

    /// <summary>The kind of failure when it failed again; null when it gave signals or was ignored, which resolves the entry.</summary>
    public string? Fault { get; init; }

    /// <summary>What failed this time.</summary>
    public string Message { get; init; } = "";

    /// <inheritdoc cref="QuarantineEntry.Line"/>
    public int? Line { get; init; }

    /// <inheritdoc cref="QuarantineEntry.Column"/>
    public int? Column { get; init; }
}

/// <summary>How an entry came to its end.</summary>
public enum QuarantineResolution
{
    /// <summary>It was run again and gave signals, or the rule had nothing to say about it.</summary>
    Replayed,

    /// <summary>Somebody decided that it is not needed.</summary>
    Discarded,
}
