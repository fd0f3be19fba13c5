using Busroot.Broker.Persistence;
using Busroot.Storage.Databases;

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
            database.Write(_ => Write(changes));
        }
    }

    /// <summary>Writes a set inside a transaction that is open on the writing connection.</summary>
    internal void Write(SessionChanges changes)
    {
        WriteMessages(changes);
        WriteSessions(changes);
        WriteSubscriptions(changes);
        WriteDeliveries(changes);
        WriteReceived(changes);
        WriteRetained(changes);
        WillRows.Write(database, changes.Wills);
        Delete(changes);
    }

    private void WriteMessages(SessionChanges changes)
    {
        var insert = database.Prepare("INSERT INTO message (number, topic, qos, retain, expires_at, properties, payload) VALUES ($1, $2, $3, $4, $5, $6, $7)");
        foreach (var (number, message) in changes.Messages)
        {
            if (message is not null)
            {
                insert.With(number).With(message.Topic).With((int)message.Qos).With(message.Retain).With(Milliseconds(message.ExpiresAtUtc))
                    .With(message.Properties).With(message.Payload).Run();
            }
        }
    }

    private void WriteSessions(SessionChanges changes)
    {
        var upsert = database.Prepare(
            """
            INSERT INTO session (number, owner, client_id, expiry, expires_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (number) DO UPDATE SET expiry = excluded.expiry, expires_at = excluded.expires_at
            """);
        foreach (var (number, session) in changes.Sessions)
        {
            if (session is not null)
            {
                upsert.With(number).With(session.Owner).With(session.ClientId).With((long)session.Expiry.TotalSeconds).With(Milliseconds(session.ExpiresAt)).Run();
            }
        }
    }

    private void WriteSubscriptions(SessionChanges changes)
    {
        var upsert = database.Prepare(
            "INSERT OR REPLACE INTO subscription (session, filter, qos, no_local, retain_as_published, identifier) VALUES ($1, $2, $3, $4, $5, $6)");
        var delete = database.Prepare("DELETE FROM subscription WHERE session = $1 AND filter = $2");
        foreach (var ((session, filter), subscription) in changes.Subscriptions)
        {
            if (IsGone(changes, session))
            {
                continue;
            }

            if (subscription is null)
            {
                delete.With(session).With(filter).Run();
            }
            else
            {
                upsert.With(session).With(filter).With((int)subscription.MaximumQos).With(subscription.NoLocal).With(subscription.RetainAsPublished)
                    .With(subscription.Identifier).Run();
            }
        }
    }

    private void WriteDeliveries(SessionChanges changes)
    {
        var upsert = database.Prepare(
            """
            INSERT OR REPLACE INTO delivery (session, "order", message, qos, retain, identifiers, packet_id, awaits_pubcomp)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """);
        var settled = new EndedNumbers();
        foreach (var ((session, order), delivery) in changes.Deliveries)
        {
            if (IsGone(changes, session))
            {
                continue;
            }

            if (delivery is null)
            {
                settled.Add(session, order);
            }
            else
            {
                upsert.With(session).With(order).With(delivery.Message).With((int)delivery.Qos).With(delivery.Retain).With(delivery.Identifiers)
                    .With((long?)delivery.PacketId).With(delivery.AwaitsPubComp).Run();
            }
        }

        var delete = database.Prepare("DELETE FROM delivery WHERE session = $1 AND \"order\" BETWEEN $2 AND $3");
        foreach (var (session, first, last) in settled.Ranges())
        {
            delete.With(session).With(first).With(last).Run();
        }
    }

    private void WriteReceived(SessionChanges changes)
    {
        var insert = database.Prepare("INSERT OR REPLACE INTO received (session, packet_id) VALUES ($1, $2)");
        var delete = database.Prepare("DELETE FROM received WHERE session = $1 AND packet_id = $2");
        foreach (var ((session, packetId), awaited) in changes.Received)
        {
            if (!IsGone(changes, session))
            {
                (awaited ? insert : delete).With(session).With(packetId).Run();
            }
        }
    }

    private void WriteRetained(SessionChanges changes)
    {
        var upsert = database.Prepare("INSERT OR REPLACE INTO retained (topic, message, owner) VALUES ($1, $2, $3)");
        var delete = database.Prepare("DELETE FROM retained WHERE topic = $1");
        foreach (var (topic, retained) in changes.Retained)
        {
            if (retained is { } kept)
            {
                upsert.With(topic).With(kept.Message).With(kept.Owner).Run();
            }
            else
            {
                delete.With(topic).Run();
            }
        }
    }

    private void Delete(SessionChanges changes)
    {
        var session = database.Prepare("DELETE FROM session WHERE number = $1"); // what hangs on it goes with it
        foreach (var (number, saved) in changes.Sessions)
        {
            if (saved is null)
            {
                session.With(number).Run();
            }
        }

        var released = new EndedNumbers();
        foreach (var (number, kept) in changes.Messages)
        {
            if (kept is null)
            {
                released.Add(0, number);
            }
        }

        var message = database.Prepare("DELETE FROM message WHERE number BETWEEN $1 AND $2");
        foreach (var (_, first, last) in released.Ranges())
        {
            message.With(first).With(last).Run();
        }
    }

    private static bool IsGone(SessionChanges changes, long session) => changes.Sessions.TryGetValue(session, out var saved) && saved is null;

    private static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
