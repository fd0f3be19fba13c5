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

    public static void Write(Database database, IReadOnlyDictionary<long, StoredWill?> wills)
    {
        var upsert = database.Prepare(
            """
            INSERT OR REPLACE INTO will (number, owner, client_id, topic, payload, properties, qos, retain, delay, expiry, due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """);
        var delete = database.Prepare("DELETE FROM will WHERE number = $1");
        foreach (var (number, stored) in wills)
        {
            if (stored is { Will: var will })
            {
                upsert.With(number).With(stored.Owner).With(stored.ClientId).With(will.Topic).With(will.Payload).With(will.Properties).With((long)will.Qos)
                    .With(will.Retain).With((long)will.DelayInterval).With((long?)will.MessageExpiryInterval).With(stored.DueAt?.ToUnixTimeMilliseconds()).Run();
            }
            else
            {
                delete.With(number).Run();
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
