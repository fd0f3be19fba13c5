using Busroot.Broker.Persistence;
using Busroot.Mqtt;
using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Sessions;

/// <summary>Reads the tables of sessions and messages.</summary>
internal static class SessionRows
{
    public static List<StoredSession> Sessions(SqliteConnection connection) => Read(
        connection,
        "SELECT number, owner, client_id, expiry, expires_at FROM session ORDER BY number",
        row => new StoredSession(row.GetInt64(0), row.GetString(1), row.GetString(2), TimeSpan.FromSeconds(row.GetInt64(3)), OptionalTime(row, 4)));

    public static List<(long Session, StoredSubscription Subscription)> Subscriptions(SqliteConnection connection) => Read(
        connection,
        "SELECT session, filter, qos, no_local, retain_as_published, identifier FROM subscription",
        row => (row.GetInt64(0), new StoredSubscription(row.GetString(1), (QualityOfService)row.GetInt32(2), row.GetBoolean(3), row.GetBoolean(4), row.GetInt32(5))));

    public static List<(long Session, long Order, StoredDelivery Delivery)> Deliveries(SqliteConnection connection) => Read(
        connection,
        """SELECT session, "order", message, qos, retain, identifiers, packet_id, awaits_pubcomp FROM delivery ORDER BY "order" """,
        row => (row.GetInt64(0), row.GetInt64(1), new StoredDelivery(
            row.IsDBNull(2) ? null : row.GetInt64(2), (QualityOfService)row.GetInt32(3), row.GetBoolean(4), row.Text(5), (ushort?)row.Integer(6), row.GetBoolean(7), IsNew: false)));

    public static List<(long Session, ushort PacketId)> Received(SqliteConnection connection) =>
        Read(connection, "SELECT session, packet_id FROM received", row => (row.GetInt64(0), (ushort)row.GetInt32(1)));

    public static List<StoredMessage> Messages(SqliteConnection connection) => Read(
        connection,
        "SELECT number, topic, payload, properties, qos, retain, expires_at FROM message",
        row => new StoredMessage(
            row.GetInt64(0), (byte[])row[1], (byte[])row[2], (byte[])row[3], (QualityOfService)row.GetInt32(4), row.GetBoolean(5), OptionalTime(row, 6)));

    public static List<StoredRetained> Retained(SqliteConnection connection) =>
        Read(connection, "SELECT message, owner FROM retained", row => new StoredRetained(row.GetInt64(0), row.Text(1)));

    private static DateTimeOffset? OptionalTime(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    private static List<T> Read<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> convert)
    {
        using var command = connection.Command(sql);
        using var row = command.ExecuteReader();
        var found = new List<T>();
        while (row.Read())
        {
            found.Add(convert(row));
        }

        return found;
    }
}
