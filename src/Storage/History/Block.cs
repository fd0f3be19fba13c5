using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.History;

/// <summary>A block of one device's frames as it is stored.</summary>
internal sealed record Block(string DeviceId, long LastSequence, long FirstSequence, long FirstAt, long RawBytes, byte[] Data)
{
    /// <summary>The columns <see cref="Of"/> reads.</summary>
    public const string Columns = "device_id, last_sequence, first_sequence, first_at, raw_bytes, data";

    public static Block Of(SqliteDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), (byte[])row[5]);

    /// <summary>The blocks of a device, newest first.</summary>
    public static IEnumerable<Block> NewestOf(SqliteConnection connection, string deviceId)
    {
        using var command = connection.Command($"SELECT {Columns} FROM history_block WHERE device_id = $1 ORDER BY last_sequence DESC", deviceId);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            yield return Of(row);
        }
    }
}
