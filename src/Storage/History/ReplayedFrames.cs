using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.History;

/// <summary>A frame that no rule served when it came, and that has run since.</summary>
/// <param name="DeviceId">The device it is of.</param>
/// <param name="Frame">Its number.</param>
public readonly record struct ReplayedUnmapped(string DeviceId, long Frame);

/// <summary>Knows which unmapped frames have run again, so that none does twice.</summary>
internal static class ReplayedFrames
{
    public static HashSet<long> Between(SqliteConnection connection, string deviceId, long first, long last)
    {
        using var command = connection.Command("SELECT sequence FROM history_replayed WHERE device_id = $1 AND sequence BETWEEN $2 AND $3", deviceId, first, last);
        using var row = command.ExecuteReader();
        var found = new HashSet<long>();
        while (row.Read())
        {
            found.Add(row.GetInt64(0));
        }

        return found;
    }

    /// <summary>How many there are of each device, as far as the history still has them.</summary>
    public static List<(string DeviceId, long Frames)> Count(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT device_id, count(*) FROM history_replayed GROUP BY device_id");
        using var row = command.ExecuteReader();
        var found = new List<(string DeviceId, long Frames)>();
        while (row.Read())
        {
            found.Add((row.GetString(0), row.GetInt64(1)));
        }

        return found;
    }

    /// <summary>Forgets, inside a transaction, the frames of a device up to one that is no longer kept.</summary>
    public static void Forget(SqliteConnection connection, string deviceId, long last) =>
        connection.Execute("DELETE FROM history_replayed WHERE device_id = $1 AND sequence <= $2", deviceId, last);
}
