using Busroot.Broker.Persistence;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;
using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Sessions;

/// <summary>Reads and writes the table of wills.</summary>
internal static class WillRows
{
    public static List<StoredWill> Read(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT number, owner, client_id, topic, payload, properties, qos, retain, delay, expiry, due_at FROM will ORDER BY number");
        using var row = command.ExecuteReader();
        var wills = new List<StoredWill>();
        while (row.Read())
        {
            wills.Add(new StoredWill(row.GetInt64(0), row.GetString(1), row.GetString(2), Will(row), row.IsDBNull(10) ? null : row.Time(10)));
        }

        return wills;
    }

    public static void Write(SqliteConnection connection, IReadOnlyDictionary<long, StoredWill?> wills)
    {
        if (wills.Count == 0)
        {
            return;
        }

        using var upsert = connection.Command(
            """
            INSERT OR REPLACE INTO will (number, owner, client_id, topic, payload, properties, qos, retain, delay, expiry, due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, new object?[11]);
        using var delete = connection.Command("DELETE FROM will WHERE number = $1", new object?[1]);
        foreach (var (number, stored) in wills)
        {
            if (stored is { Will: var will })
            {
                upsert.Run(
                    number, stored.Owner, stored.ClientId, will.Topic, will.Payload, will.Properties, (int)will.Qos, will.Retain, (long)will.DelayInterval,
                    (long?)will.MessageExpiryInterval, stored.DueAt?.ToUnixTimeMilliseconds());
            }
            else
            {
                delete.Run(number);
            }
        }
    }

    private static Will Will(SqliteDataReader row) => new()
    {
        Topic = (byte[])row[3],
        Payload = (byte[])row[4],
        Properties = (byte[])row[5],
        Qos = (QualityOfService)row.GetInt32(6),
        Retain = row.GetBoolean(7),
        DelayInterval = (uint)row.GetInt64(8),
        MessageExpiryInterval = row.IsDBNull(9) ? null : (uint)row.GetInt64(9),
    };
}
