using System.Globalization;
using Busroot.Broker.Authorization;
using Busroot.Broker.Identity;
using Busroot.Broker.Routing;
using Busroot.Broker.Sessions;

namespace Busroot.Broker.Persistence;

/// <summary>Puts sessions and retained messages back as they were when the process ended.</summary>
/// <remarks>
/// A client that was connected then counts as disconnected now; its will waits a while for it, since it was the server that was lost.
/// Threads: the broker loop only.
/// </remarks>
/// <param name="broker">Without clients yet.</param>
/// <param name="messages">Gives the messages.</param>
/// <param name="findLogin">Finds who may log in with a user name; null for nobody.</param>
internal sealed class StateRestorer(MessageBroker broker, MessagePool messages, Func<string, Principal?> findLogin)
{
    private readonly Dictionary<long, Message> _restored = [];

    public void Restore(StoredState state)
    {
        broker.Journal.StartAfter(
            state.Sessions.Select(session => session.Number).DefaultIfEmpty().Max(),
            state.Messages.Keys.DefaultIfEmpty().Max(),
            state.Wills.Select(will => will.Number).DefaultIfEmpty().Max());
        foreach (var stored in state.Messages.Values)
        {
            _restored.Add(stored.Number, messages.Restore(stored, broker.Clock.FromUtc(stored.ExpiresAt)));
        }

        foreach (var (number, owner) in state.Retained)
        {
            if (_restored.TryGetValue(number, out var message))
            {
                broker.Retained.Restore(message.AddReference(), owner);
            }
        }

        foreach (var session in state.Sessions)
        {
            RestoreSession(session, state);
        }

        foreach (var will in state.Wills)
        {
            RestoreWill(will);
        }

        foreach (var message in _restored.Values)
        {
            message.Release(); // one that nothing refers to ends here, and its row with the next commit
        }
    }

    private void RestoreSession(StoredSession stored, StoredState state)
    {
        var session = new Session(new SessionKey(stored.Owner, stored.ClientId), new Principal.Open(stored.Owner), broker.Limits, broker.Counters, broker.Journal)
        {
            Number = stored.Number,
            Expiry = stored.Expiry,
            ExpiresAt = stored.ExpiresAt is { } at ? broker.Clock.FromUtc(at) : broker.Clock.Milliseconds + (long)stored.Expiry.TotalMilliseconds,
        };
        if (session.Expiry == TimeSpan.Zero || session.ExpiresAt <= broker.Clock.Milliseconds || FindPrincipal(stored.Owner) is null
            || broker.Sessions.Find(session.Key) is not null)
        {
            broker.Journal.Removed(session);
            return;
        }

        broker.Sessions.Add(session);
        foreach (var subscription in state.Subscriptions[stored.Number])
        {
            broker.Sessions.Restore(new Subscription
            {
                Session = session,
                Filter = subscription.Filter,
                MaximumQos = subscription.MaximumQos,
                NoLocal = subscription.NoLocal,
                RetainAsPublished = subscription.RetainAsPublished,
                Identifier = subscription.Identifier,
            });
        }

        foreach (var packetId in state.Received[stored.Number])
        {
            session.Received.Restore(packetId);
        }

        foreach (var (order, delivery) in state.Deliveries[stored.Number])
        {
            session.LastOrder = order;
            RestoreDelivery(session, order, delivery);
        }
    }

    /// <summary>Keeps a will until it is due: when its delay was running, at the end of that or of its session; else after the grace, or its own delay if longer.</summary>
    private void RestoreWill(StoredWill stored)
    {
        var key = new SessionKey(stored.Owner, stored.ClientId);
        var principal = FindPrincipal(stored.Owner);
        var session = new Session(key, principal ?? new Principal.Open(stored.Owner), broker.Limits, broker.Counters, broker.Journal);
        session.Restore(stored.Will, stored.Number, DueAt(stored, sessionEnds: broker.Sessions.Find(key)?.ExpiresAt ?? broker.Clock.Milliseconds));
        if (principal is not null && TopicPolicy.MayPublish(principal, stored.Will.Topic))
        {
            broker.Wills.Restore(session, wasLost: stored.DueAt is not null);
        }
        else
        {
            session.Will = null; // the right to it is gone, as at any other time
        }
    }

    private long DueAt(StoredWill stored, long sessionEnds)
    {
        if (stored.DueAt is not null)
        {
            return Math.Min(broker.Clock.FromUtc(stored.DueAt), sessionEnds);
        }

        var grace = broker.Clock.Milliseconds + (long)broker.Limits.WillGraceAfterRestart.TotalMilliseconds;
        return Math.Max(grace, Math.Min(broker.ExpiryOf(stored.Will.DelayInterval), sessionEnds));
    }

    private Principal? FindPrincipal(string owner) => owner.Length == 0 ? new Principal.Open("") : findLogin(owner);

    private void RestoreDelivery(Session session, long order, StoredDelivery stored)
    {
        Message? message = null;
        if (!stored.AwaitsPubComp && !_restored.TryGetValue(stored.Message ?? 0, out message))
        {
            return;
        }

        var identifiers = stored.Identifiers?.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        session.Restore(new Delivery(message?.AddReference()!, stored.Qos, stored.Retain, identifiers) { Order = order }, stored.PacketId, stored.AwaitsPubComp);
    }
}
