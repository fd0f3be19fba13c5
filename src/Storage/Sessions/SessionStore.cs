using Busroot.Broker.Persistence;
using Busroot.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Busroot.Storage.Sessions;

/// <summary>Keeps sessions, what is queued and in flight for them, and retained messages.</summary>
/// <remarks>Threads: one caller at a time. Cost: a set of changes is one transaction, that is one sync to disk, whatever its size.</remarks>
public sealed class SessionStore(Database database) : ISessionStore
{
    /// <inheritdoc/>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public StoredState Load() => database.Read(connection => new StoredState(
        SessionRows.Sessions(connection),
        SessionRows.Subscriptions(connection).ToLookup(row => row.Session, row => row.Subscription),
        SessionRows.Deliveries(connection).ToLookup(row => row.Session, row => (row.Order, row.Delivery)),
        SessionRows.Received(connection).ToLookup(row => row.Session, row => row.PacketId),
        SessionRows.Messages(connection).ToDictionary(message => message.Number),
        SessionRows.Retained(connection),
        WillRows.Read(connection)));

    /// <inheritdoc/>
    /// <exception cref="StorageException">Nothing of the set was kept; it may be tried again.</exception>
    public void Store(SessionChanges changes)
    {
        if (!changes.IsEmpty)
        {
            database.Write(connection => Write(connection, changes));
        }
    }

    private static void Write(SqliteConnection connection, SessionChanges changes)
    {
        WriteMessages(connection, changes);
        WriteSessions(connection, changes);
        WriteSubscriptions(connection, changes);
        WriteDeliveries(connection, changes);
        WriteReceived(connection, changes);
        WriteRetained(connection, changes);
        WillRows.Write(connection, changes.Wills);
        Delete(connection, changes);
    }

    private static void WriteMessages(SqliteConnection connection, SessionChanges changes)
    {
        using var insert = connection.Command(
            "INSERT INTO message (number, topic, qos, retain, expires_at, properties, payload) VALUES ($1, $2, $3, $4, $5, $6, $7)", new object?[7]);
        foreach (var (number, message) in changes.Messages)
        {
            if (message is not null)
            {
                insert.Run(number, message.Topic, (int)message.Qos, message.Retain, Milliseconds(message.ExpiresAtUtc), message.Properties, message.Payload.ToArray());
            }
        }
    }

    private static void WriteSessions(SqliteConnection connection, SessionChanges changes)
    {
        using var upsert = connection.Command(
            """
            INSERT INTO session (number, owner, client_id, expiry, expires_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (number) DO UPDATE SET expiry = excluded.expiry, expires_at = excluded.expires_at
            """, new object?[5]);
        foreach (var (number, session) in changes.Sessions)
        {
            if (session is not null)
            {
                upsert.Run(number, session.Owner, session.ClientId, (long)session.Expiry.TotalSeconds, Milliseconds(session.ExpiresAt));
            }
        }
    }

    private static void WriteSubscriptions(SqliteConnection connection, SessionChanges changes)
    {
        using var upsert = connection.Command(
            "INSERT OR REPLACE INTO subscription (session, filter, qos, no_local, retain_as_published, identifier) VALUES ($1, $2, $3, $4, $5, $6)", new object?[6]);
        using var delete = connection.Command("DELETE FROM subscription WHERE session = $1 AND filter = $2", new object?[2]);
        foreach (var ((session, filter), subscription) in changes.Subscriptions)
        {
            if (IsGone(changes, session))
            {
                continue;
            }

            if (subscription is null)
            {
                delete.Run(session, filter);
            }
            else
            {
                upsert.Run(session, filter, (int)subscription.MaximumQos, subscription.NoLocal, subscription.RetainAsPublished, subscription.Identifier);
            }
        }
    }

    private static void WriteDeliveries(SqliteConnection connection, SessionChanges changes)
    {
        using var upsert = connection.Command(
            """
            INSERT OR REPLACE INTO delivery (session, "order", message, qos, retain, identifiers, packet_id, awaits_pubcomp)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """, new object?[8]);
        using var delete = connection.Command("DELETE FROM delivery WHERE session = $1 AND \"order\" = $2", new object?[2]);
        foreach (var ((session, order), delivery) in changes.Deliveries)
        {
            if (IsGone(changes, session))
            {
                continue;
            }

            if (delivery is null)
            {
                delete.Run(session, order);
            }
            else
            {
                upsert.Run(
                    session, order, delivery.Message, (int)delivery.Qos, delivery.Retain, delivery.Identifiers, (int?)delivery.PacketId, delivery.AwaitsPubComp);
            }
        }
    }

    private static void WriteReceived(SqliteConnection connection, SessionChanges changes)
    {
        using var insert = connection.Command("INSERT OR REPLACE INTO received (session, packet_id) VALUES ($1, $2)", new object?[2]);
        using var delete = connection.Command("DELETE FROM received WHERE session = $1 AND packet_id = $2", new object?[2]);
        foreach (var ((session, packetId), awaited) in changes.Received)
        {
            if (!IsGone(changes, session))
            {
                (awaited ? insert : delete).Run(session, (int)packetId);
            }
        }
    }

    private static void WriteRetained(SqliteConnection connection, SessionChanges changes)
    {
        using var upsert = connection.Command("INSERT OR REPLACE INTO retained (topic, message, owner) VALUES ($1, $2, $3)", new object?[3]);
        using var delete = connection.Command("DELETE FROM retained WHERE topic = $1", new object?[1]);
        foreach (var (topic, retained) in changes.Retained)
        {
            if (retained is { } kept)
            {
                upsert.Run(topic, kept.Message, kept.Owner);
            }
            else
            {
                delete.Run(topic);
            }
        }
    }

    private static void Delete(SqliteConnection connection, SessionChanges changes)
    {
        using var session = connection.Command("DELETE FROM session WHERE number = $1", new object?[1]); // what hangs on it goes with it
        foreach (var number in changes.Sessions.Where(entry => entry.Value is null).Select(entry => entry.Key))
        {
            session.Run(number);
        }

        using var message = connection.Command("DELETE FROM message WHERE number = $1", new object?[1]);
        foreach (var number in changes.Messages.Where(entry => entry.Value is null).Select(entry => entry.Key))
        {
            message.Run(number);
        }
    }

    private static bool IsGone(SessionChanges changes, long session) => changes.Sessions.TryGetValue(session, out var saved) && saved is null;

    private static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
