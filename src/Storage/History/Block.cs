using Microsoft.Data.Sqlite;

namespace Busroot.Storage.History;

/// <summary>A block of frames as it is stored: of a few devices that follow each other, in the order in which the frames arrived.</summary>
internal sealed record Block(string FirstDevice, string LastDevice, long FirstSequence, long LastSequence, long RawBytes, byte[] Data)
{
    /// <summary>The columns <see cref="Of"/> reads.</summary>
    public const string Columns = "first_device, last_device, first_sequence, last_sequence, raw_bytes, data";

    /// <summary>For a person.</summary>
    public string Devices => FirstDevice == LastDevice ? FirstDevice : $"{FirstDevice} to {LastDevice}";

    public static Block Of(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), (byte[])row[5]);

    /// <summary>Whether a device is within the range; it may have no frames here.</summary>
    public bool Covers(string deviceId) => string.CompareOrdinal(FirstDevice, deviceId) <= 0 && string.CompareOrdinal(deviceId, LastDevice) <= 0;
}
