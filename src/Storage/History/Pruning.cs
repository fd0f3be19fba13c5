using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.History;

/// <summary>Deletes the oldest blocks when they are too old or there are too many.</summary>
/// <remarks>The tail is left to compaction, which empties it; only rows nobody can read are deleted from it here, when they are too old.</remarks>
internal sealed class Pruning(Database database, HistoryAccount account, HistoryDamage damage, HistoryLimits limits, TimeProvider time)
{
    private const int BlocksAStep = 64;

    /// <returns>Whether there may be more to do now.</returns>
    public bool Step()
    {
        var cutoff = (time.GetUtcNow() - limits.Age).ToUnixTimeMilliseconds();
        var blocks = database.Read(connection => TooOldOrTooMuch(connection, cutoff));
        if (blocks.Count > 0)
        {
            Delete(blocks, connection =>
            {
                using var delete = connection.Command("DELETE FROM history_block WHERE number = $1", new object?[1]);
                foreach (var block in blocks)
                {
                    delete.Run(block.Number);
                    if (block.Change.Unmapped < 0)
                    {
                        ReplayedFrames.Forget(connection, block.FirstDevice, block.LastSequence); // it is the only one in it
                    }
                }
            });
            return blocks.Count == BlocksAStep;
        }

        var rows = damage.Rows.Count == 0 ? [] : database.Read(connection => DamagedRows(connection, cutoff));
        if (rows.Count > 0)
        {
            Delete(rows, connection => rows.ForEach(row => connection.Execute("DELETE FROM history_tail WHERE sequence = $1", row.LastSequence)));
        }

        return false;
    }

    private void Delete(List<Part> parts, Action<SqliteConnection> delete)
    {
        var change = parts.Aggregate(default(HistoryAccount.Change), (sum, part) => sum + part.Change);
        database.Write(connection =>
        {
            delete(connection);
            account.Save(connection, change);
            account.FindOldest(connection);
        });
        account.Apply(change);
    }

    private List<Part> TooOldOrTooMuch(SqliteConnection connection, long cutoff)
    {
        using var command = connection.Command(
            """
            SELECT number, first_device, last_sequence, readings, payload_bytes, unmapped, length(data) + length(devices), last_at
            FROM history_block ORDER BY last_at LIMIT $1
            """, BlocksAStep);
        using var row = command.ExecuteReader();
        var found = new List<Part>();
        var stored = account.StoredBytes;
        while (row.Read() && (row.GetInt64(7) < cutoff || stored > limits.Bytes))
        {
            found.Add(new Part(row.GetInt64(0), row.GetString(1), row.GetInt64(2), new HistoryAccount.Change(-row.GetInt64(3), -row.GetInt64(4), -row.GetInt64(5), -row.GetInt64(6), 0)));
            stored -= row.GetInt64(6);
        }

        return found;
    }

    private List<Part> DamagedRows(SqliteConnection connection, long cutoff)
    {
        var damaged = damage.Rows.ToHashSet();
        using var command = connection.Command(
            "SELECT sequence, readings, payload_bytes, unmapped, length(data) FROM history_tail WHERE last_at < $1 AND sequence <= $2",
            cutoff, account.PublishedThrough);
        using var row = command.ExecuteReader();
        var found = new List<Part>();
        while (row.Read())
        {
            if (damaged.Contains(row.GetInt64(0)))
            {
                found.Add(new Part(0, "", row.GetInt64(0), new HistoryAccount.Change(-row.GetInt64(1), -row.GetInt64(2), -row.GetInt64(3), 0, -row.GetInt64(4))));
            }
        }

        return found;
    }

    private sealed record Part(long Number, string FirstDevice, long LastSequence, HistoryAccount.Change Change);
}
