namespace Busroot.Storage.History;

/// <summary>A raw frame on its way into the history, with what became of it. Its signals follow through <see cref="FrameBuffer.AddSignals"/>.</summary>
/// <remarks>
/// Texts that come with every frame (device, client, rule, revision) are best the same object each time: a device is found by reference.
/// </remarks>
public readonly ref struct HistoryFrame
{
    /// <summary>The device it belongs to.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The topic it came on, UTF-8.</summary>
    public required ReadOnlySpan<byte> Topic { get; init; }

    /// <summary>Its bytes, unchanged.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>When the broker received it; kept to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The quality of service it was sent with, 0 to 2.</summary>
    public byte Qos { get; init; }

    /// <summary>Whether the client asked for it to be retained.</summary>
    public bool Retain { get; init; }

    /// <summary>Whether the client said that it had sent it before.</summary>
    public bool Dup { get; init; }

    /// <summary>Whether it was signals already and was only checked.</summary>
    public bool Native { get; init; }

    /// <summary>Whether it was part of a backlog: sent much faster than the device's usual interval.</summary>
    public bool Backlog { get; init; }

    /// <summary>The client ID of the connection it came over; empty when it did not come over one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Its MQTT packet identifier; 0 at QoS 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>What became of it.</summary>
    public FrameOutcome Outcome { get; init; }

    /// <summary>The rule that ran, such as <c>arduino/opta-dau</c>; null when none did.</summary>
    public string? RuleId { get; init; }

    /// <summary>The revision of that rule.</summary>
    public string? Revision { get; init; }

    /// <summary>Why it failed or was ignored, for a person; kept up to <see cref="FrameBuffer.MaximumErrorLength"/> characters.</summary>
    public string? Error { get; init; }

    /// <summary>The sequence number of the frame that this run repeats; 0 when it is the first run.</summary>
    public long ReplayOf { get; init; }

    /// <summary>The same as <see cref="Error"/>, when it is at hand in UTF-8.</summary>
    internal ReadOnlySpan<byte> EncodedError { get; init; }

    /// <summary>Its number when it has one already; 0 for the number after the frame before it.</summary>
    internal long Sequence { get; init; }
}
