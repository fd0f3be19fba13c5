namespace Busroot.Storage.History;

/// <summary>Which frames of a device to read; a null field takes all.</summary>
public sealed record HistoryQuery
{
    /// <summary>Most frames one answer can hold.</summary>
    public const int MaximumLimit = 10_000;

    /// <summary>The device.</summary>
    public required string DeviceId { get; init; }

    /// <summary>Only frames that arrived then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only frames that arrived before this.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only frames of which this became.</summary>
    public FrameOutcome? Outcome { get; init; }

    /// <summary>Only frames with a greater number: the last one of the page before, when the oldest come first.</summary>
    public long? After { get; init; }

    /// <summary>Only frames with a smaller number: the last one of the page before, when the newest come first.</summary>
    public long? Before { get; init; }

    /// <summary>How many at most, 1 to <see cref="MaximumLimit"/>. Default 100.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Whether the oldest come first; by default the newest do.</summary>
    public bool OldestFirst { get; init; }
}
