namespace Busroot.Storage.History;

/// <summary>A raw frame as the history keeps it, with what became of it.</summary>
/// <param name="Sequence">Its number: goes up by one with every frame, in the order they were stored; never used again.</param>
/// <param name="DeviceId">The device it belongs to.</param>
/// <param name="Topic">The topic it came on.</param>
/// <param name="Payload">Its bytes, unchanged.</param>
/// <param name="At">When the broker received it, to the millisecond.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record StoredFrame(long Sequence, string DeviceId, string Topic, ReadOnlyMemory<byte> Payload, DateTimeOffset At, FrameOutcome Outcome)
{
    /// <inheritdoc cref="HistoryFrame.Qos"/>
    public byte Qos { get; init; }

    /// <inheritdoc cref="HistoryFrame.Retain"/>
    public bool Retain { get; init; }

    /// <inheritdoc cref="HistoryFrame.Dup"/>
    public bool Dup { get; init; }

    /// <inheritdoc cref="HistoryFrame.Native"/>
    public bool Native { get; init; }

    /// <inheritdoc cref="HistoryFrame.Backlog"/>
    public bool Backlog { get; init; }

    /// <summary>The client ID of the connection it came over; empty when it did not come over one.</summary>
    public string ClientId { get; init; } = "";

    /// <inheritdoc cref="HistoryFrame.PacketId"/>
    public ushort PacketId { get; init; }

    /// <inheritdoc cref="HistoryFrame.RuleId"/>
    public string? RuleId { get; init; }

    /// <inheritdoc cref="HistoryFrame.Revision"/>
    public string? Revision { get; init; }

    /// <summary>Why it failed or was ignored, for a person.</summary>
    public string? Error { get; init; }

    /// <inheritdoc cref="HistoryFrame.ReplayOf"/>
    public long ReplayOf { get; init; }

    /// <summary>The signals it gave, in the order they were published.</summary>
    public IReadOnlyList<StoredSignals> Signals { get; init; } = [];
}

/// <summary>Signals that a frame gave for one topic.</summary>
/// <param name="Station">The station they are of; null for the device's own.</param>
/// <param name="Topic">The topic they went out on.</param>
/// <param name="Json">One flat object, UTF-8.</param>
/// <param name="Retain">Whether they were published as retained.</param>
public sealed record StoredSignals(string? Station, string Topic, ReadOnlyMemory<byte> Json, bool Retain);
