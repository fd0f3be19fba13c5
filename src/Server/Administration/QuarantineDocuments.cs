using System.Text.Unicode;
using Busroot.Storage.Quarantine;

namespace Busroot.Server.Administration;

/// <summary>A quarantined reading. The payload is its text when it is UTF-8 that a person can read (encoding <c>utf8</c>), else <c>base64</c>.</summary>
internal sealed record QuarantineView(
    long Sequence, string DeviceId, string Topic, DateTimeOffset Arrived, int Qos, bool Retain, bool Dup, string ClientId,
    string? Rule, string? Revision, string Fault, string Message, int? Line, int? Column, string Encoding, string Payload)
{
    public static QuarantineView Of(QuarantinedReading reading)
    {
        var entry = reading.Entry;
        var text = Text(entry.Payload.Span);
        return new QuarantineView(reading.Sequence, entry.DeviceId, entry.Topic, entry.Arrived, entry.Qos, entry.Retain, entry.Dup, entry.ClientId,
            entry.RuleId, entry.Revision, entry.Fault, entry.Message, entry.Line, entry.Column,
            text is null ? "base64" : "utf8", text ?? Convert.ToBase64String(entry.Payload.Span));
    }

    private static string? Text(ReadOnlySpan<byte> payload)
    {
        if (!Utf8.IsValid(payload))
        {
            return null;
        }

        var text = System.Text.Encoding.UTF8.GetString(payload);
        return text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? null : text;
    }
}

/// <summary>How many readings are kept, and why.</summary>
internal sealed record QuarantineSummary(QuarantineTotals Totals, IReadOnlyList<QuarantineCount> Counts);
