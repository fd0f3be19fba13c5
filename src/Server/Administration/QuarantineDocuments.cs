using Busroot.Storage.Quarantine;

namespace Busroot.Server.Administration;

/// <summary>A quarantined reading. The payload is as <see cref="PayloadText"/> has it.</summary>
internal sealed record QuarantineView(
    long Sequence, string DeviceId, string Topic, DateTimeOffset Arrived, int Qos, bool Retain, bool Dup, string ClientId,
    string? Rule, string? Revision, string Fault, string Message, int? Line, int? Column, string Encoding, string Payload)
{
    /// <summary>How often it was run again and failed; the failure shown is the last one.</summary>
    public int Attempts { get; init; }

    /// <summary><c>replayed</c> or <c>discarded</c>; absent while it is open.</summary>
    public string? Resolution { get; init; }

    /// <summary>When it was.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>The revision of the rule that could use it.</summary>
    public string? ReplayRevision { get; init; }

    /// <summary>Why it was discarded.</summary>
    public string? Reason { get; init; }

    public static QuarantineView Of(QuarantinedReading reading)
    {
        var entry = reading.Entry;
        var payload = PayloadText.Of(entry.Payload.Span);
        return new QuarantineView(reading.Sequence, entry.DeviceId, entry.Topic, entry.Arrived, entry.Qos, entry.Retain, entry.Dup, entry.ClientId,
            entry.RuleId, entry.Revision, entry.Fault, entry.Message, entry.Line, entry.Column, payload.Encoding, payload.Text)
        {
            Attempts = reading.Attempts,
            Resolution = Word(reading.Resolution),
            ResolvedAt = reading.ResolvedAt,
            ReplayRevision = reading.ReplayRevision,
            Reason = reading.Reason,
        };
    }

    private static string? Word(QuarantineResolution? resolution) => resolution switch
    {
        null => null,
        QuarantineResolution.Replayed => "replayed",
        QuarantineResolution.Discarded => "discarded",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>How many readings are kept, and why.</summary>
internal sealed record QuarantineSummary(QuarantineTotals Totals, IReadOnlyList<QuarantineCount> Counts);

/// <summary>Which open readings of the quarantine are meant; each field that is given narrows it.</summary>
internal record QuarantineSelection
{
    /// <summary>One reading, by its number.</summary>
    public long? Id { get; init; }

    /// <summary>Of this device.</summary>
    public string? Device { get; init; }

    /// <summary>Of this rule.</summary>
    public string? Rule { get; init; }

    /// <summary>This kind of failure.</summary>
    public string? Fault { get; init; }

    /// <summary>Arrived then or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Has to be said when nothing else is: every one of them.</summary>
    public bool All { get; init; }

    /// <summary>The selection for the store.</summary>
    /// <param name="orAll">Whether nothing selected means everything.</param>
    /// <exception cref="AdministrationException">Nothing is selected; a forgotten option must not change everything.</exception>
    public QuarantineQuery ToQuery(bool orAll = false) => orAll || All || Id is not null || Device is not null || Rule is not null || Fault is not null || Since is not null
        ? new QuarantineQuery { Sequence = Id, DeviceId = Device, RuleId = Rule, Fault = Fault, Since = Since }
        : throw AdministrationException.Invalid([("all", "Say which readings: id, device, rule, fault or since; or all of them, with all.")]);
}

/// <summary>Which readings to run again.</summary>
internal sealed record QuarantineReplayDraft : QuarantineSelection
{
    /// <summary>Where to go on, as the answer before said; absent to begin.</summary>
    public string? Next { get; init; }
}

/// <summary>Which readings nobody needs any more, and why.</summary>
internal sealed record QuarantineDiscardDraft : QuarantineSelection
{
    /// <summary>For whoever looks later.</summary>
    public string? Reason { get; init; }
}

/// <summary>How many readings were discarded.</summary>
internal sealed record QuarantineDiscarded(int Discarded);
