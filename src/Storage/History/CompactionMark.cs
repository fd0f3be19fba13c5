using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.History;

/// <summary>How far a compaction that takes several transactions has come: which frames of the tail are in blocks already.</summary>
/// <param name="Through">The last frame of the tail that the compaction moves; 0 when none is under way.</param>
/// <param name="DeviceId">The frames of devices before this one, in ordinal order, are moved; null when those of all are, and only tail rows are left to be deleted.</param>
/// <param name="DeviceThrough">Frames of that device up to this number are moved.</param>
internal readonly record struct CompactionMark(long Through, string? DeviceId, long DeviceThrough)
{
    /// <summary>Tail frames of a device up to this number are in blocks, and are not to be read from the tail.</summary>
    public long FloorOf(string deviceId) => DeviceId is null ? Through : string.CompareOrdinal(deviceId, DeviceId) switch
    {
        < 0 => Through,
        0 => DeviceThrough,
        > 0 => 0,
    };

    public static CompactionMark Load(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT through, device_id, device_through FROM history_compaction");
        using var row = command.ExecuteReader();
        return row.Read() ? new CompactionMark(row.GetInt64(0), row.Text(1), row.GetInt64(2)) : default;
    }

    public void Save(SqliteConnection connection)
    {
        connection.Execute("DELETE FROM history_compaction");
        if (Through > 0)
        {
            connection.Execute("INSERT INTO history_compaction (through, device_id, device_through) VALUES ($1, $2, $3)", Through, DeviceId, DeviceThrough);
        }
    }
}
