using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Quarantine;

/// <summary>Writes and reads rows of the quarantine.</summary>
internal static class QuarantineRows
{
    /// <summary>The columns <see cref="Read"/> reads.</summary>
    public const string Columns = """sequence, device_id, topic, arrived, qos, retain, dup, client_id, rule_id, revision, fault, message, line, "column", attempts, resolution, resolved_at, replay_revision, reason, backlog, payload""";

    public static void Insert(SqliteConnection connection, IReadOnlyList<QuarantineEntry> entries)
    {
        using var insert = connection.Command(
            """
            INSERT INTO quarantine (device_id, topic, arrived, qos, retain, dup, client_id, rule_id, revision, fault, message, line, "column", bytes, payload, backlog)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """, new object?[16]);
        foreach (var entry in entries)
        {
            insert.Run(entry.DeviceId, entry.Topic, entry.Arrived.ToUnixTimeMilliseconds(), entry.Qos, entry.Retain, entry.Dup, entry.ClientId,
                entry.RuleId, entry.Revision, entry.Fault, Cut(entry.Message), entry.Line, entry.Column, entry.Payload.Length, entry.Payload.ToArray(), entry.Backlog);
        }
    }

    /// <summary>Marks what was run again: resolved when it did not fail, else with the failure it gave now.</summary>
    public static void Mark(SqliteConnection connection, IReadOnlyList<QuarantineReplay> replays)
    {
        using var resolve = connection.Command(
            "UPDATE quarantine SET resolution = 'replayed', resolved_at = $2, replay_revision = $3 WHERE sequence = $1 AND resolution IS NULL", new object?[3]);
        using var again = connection.Command(
            """
            UPDATE quarantine SET attempts = attempts + 1, rule_id = $2, revision = $3, fault = $4, message = $5, line = $6, "column" = $7
            WHERE sequence = $1 AND resolution IS NULL
            """, new object?[7]);
        foreach (var replay in replays)
        {
            if (replay.Fault is { } fault)
            {
                again.Run(replay.Sequence, replay.RuleId, replay.Revision, fault, Cut(replay.Message), replay.Line, replay.Column);
            }
            else
            {
                resolve.Run(replay.Sequence, replay.At.ToUnixTimeMilliseconds(), replay.Revision);
            }
        }
    }

    public static QuarantinedReading Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        new QuarantineEntry(row.GetString(1), row.GetString(2), (byte[])row.GetValue(20), row.Time(3))
        {
            Qos = row.GetInt32(4),
            Retain = row.GetBoolean(5),
            Dup = row.GetBoolean(6),
            Backlog = row.GetBoolean(19),
            ClientId = row.GetString(7),
            RuleId = row.Text(8),
            Revision = row.Text(9),
            Fault = row.GetString(10),
            Message = row.GetString(11),
            Line = row.Integer(12),
            Column = row.Integer(13),
        })
    {
        Attempts = row.GetInt32(14),
        Resolution = row.Text(15) is { } resolution ? Enum.Parse<QuarantineResolution>(resolution, ignoreCase: true) : null,
        ResolvedAt = row.IsDBNull(16) ? null : row.Time(16),
        ReplayRevision = row.Text(17),
        Reason = row.Text(18),
    };

    /// <summary>A text at the length that is kept.</summary>
    public static string Cut(string message) =>
        message.Length <= QuarantineEntry.MaximumMessageLength ? message : message[..(QuarantineEntry.MaximumMessageLength - 1)] + "…";
}
