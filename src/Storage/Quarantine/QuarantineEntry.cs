namespace Busroot.Storage.Quarantine;

/// <summary>A raw reading that gave no signals because something failed, with all that is needed to run it again.</summary>
/// <param name="DeviceId">The device that sent it.</param>
/// <param name="Topic">The topic it was sent to.</param>
/// <param name="Payload">Its bytes, unchanged. While an entry is being appended they must not change.</param>
/// <param name="Arrived">When the broker received it; kept to the millisecond.</param>
public sealed record QuarantineEntry(string DeviceId, string Topic, ReadOnlyMemory<byte> Payload, DateTimeOffset Arrived)
{
    /// <summary>Longest message kept, in characters; the rest is cut.</summary>
    public const int MaximumMessageLength = 1000;

    /// <summary>The quality of service it was sent with, 0 to 2.</summary>
    public int Qos { get; init; }

    /// <summary>Whether the client asked for it to be retained.</summary>
    public bool Retain { get; init; }

    /// <summary>Whether the client said that it had sent it before.</summary>
    public bool Dup { get; init; }

    /// <summary>Whether its device was sending what it had kept.</summary>
    public bool Backlog { get; init; }

    /// <summary>The client ID of the connection it came over.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>The rule that failed, such as <c>arduino/opta-dau</c>; null when none was involved.</summary>
    public string? RuleId { get; init; }

    /// <summary>The revision of that rule.</summary>
    public string? Revision { get; init; }

    /// <summary>The kind of failure, one word out of a closed set, such as <c>InvalidPayload</c>.</summary>
    public required string Fault { get; init; }

    /// <summary>What failed, for a person.</summary>
    public required string Message { get; init; }

    /// <summary>Where in the rule's source, counted from 1; null when it is not known.</summary>
    public int? Line { get; init; }

    /// <summary>Where in that line, counted from 1; null when it is not known.</summary>
    public int? Column { get; init; }
}
