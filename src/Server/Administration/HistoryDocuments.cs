using System.Text.Json;
using Busroot.Storage.History;

namespace Busroot.Server.Administration;

/// <summary>A raw frame with what became of it. The payload is as <see cref="PayloadText"/> has it.</summary>
internal sealed record HistoryView(long Sequence, DateTimeOffset At, string Topic, string Encoding, string Payload, int Qos, bool Retain, bool Dup, string ClientId)
{
    /// <summary><c>produced</c>, <c>ignored</c>, <c>failed</c>, <c>unmapped</c> or <c>duplicate</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The rule that ran; absent when none did.</summary>
    public string? Rule { get; init; }

    /// <summary>Its revision.</summary>
    public string? Revision { get; init; }

    /// <summary>What it gave, in the order it was published.</summary>
    public IReadOnlyList<HistorySignalsView> Signals { get; init; } = [];

    /// <summary>Why it failed or was ignored.</summary>
    public string? Error { get; init; }

    /// <summary>It was signals already and was only checked.</summary>
    public bool Native { get; init; }

    /// <summary>It came out of a backlog: much closer to the one before than the device usually sends.</summary>
    public bool Backlog { get; init; }

    /// <summary>The frame that ran again here.</summary>
    public long? ReplayOf { get; init; }

    /// <summary>The reading of the quarantine that ran again here.</summary>
    public long? ReplayOfQuarantined { get; init; }

    public static HistoryView Of(StoredFrame frame)
    {
        var payload = PayloadText.Of(frame.Payload.Span);
        return new HistoryView(frame.Sequence, frame.At, frame.Topic, payload.Encoding, payload.Text, frame.Qos, frame.Retain, frame.Dup, frame.ClientId)
        {
            Outcome = Word(frame.Outcome),
            Rule = frame.RuleId,
            Revision = frame.Revision,
            Signals = [.. frame.Signals.Select(HistorySignalsView.Of)],
            Error = frame.Error,
            Native = frame.Native,
            Backlog = frame.Backlog,
            ReplayOf = frame.ReplayOf > 0 ? frame.ReplayOf : null,
            ReplayOfQuarantined = frame.ReplayOf < 0 ? -frame.ReplayOf : null, // a run of a quarantined reading is noted by its number there, negative
        };
    }

    private static string Word(FrameOutcome outcome) => outcome switch
    {
        FrameOutcome.Produced => "produced",
        FrameOutcome.Ignored => "ignored",
        FrameOutcome.Failed => "failed",
        FrameOutcome.Unmapped => "unmapped",
        FrameOutcome.Duplicate => "duplicate",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Signals a frame gave for one topic.</summary>
/// <param name="Station">The station they are of; absent for the device's own.</param>
/// <param name="Topic">Where they went.</param>
/// <param name="Values">One flat object.</param>
internal sealed record HistorySignalsView(string? Station, string Topic, JsonElement Values)
{
    public static HistorySignalsView Of(StoredSignals signals)
    {
        using var values = JsonDocument.Parse(signals.Json);
        return new HistorySignalsView(signals.Station, signals.Topic, values.RootElement.Clone());
    }
}
