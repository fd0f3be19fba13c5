using System.Text;
using Busroot.Broker.Persistence;
using Busroot.Broker.Routing;
using Busroot.Mqtt.Topics;

namespace Busroot.Broker.Sessions;

/// <summary>Every session the broker keeps, by owner and client identifier.</summary>
/// <remarks>Threads: the broker loop only.</remarks>
internal sealed class SessionTable(SubscriptionTree subscriptions, SessionJournal journal, BrokerCounters counters)
{
    private readonly Dictionary<SessionKey, Session> _sessions = [];

    /// <summary>All sessions, in no particular order.</summary>
    public IReadOnlyCollection<Session> All => _sessions.Values;

    public Session? Find(SessionKey key) => _sessions.GetValueOrDefault(key);

    public void Add(Session session)
    {
        _sessions.Add(session.Key, session);
        counters.Sessions = _sessions.Count;
    }

    /// <summary>Ends a session: its subscriptions, what is queued and what is in flight go with it.</summary>
    public void Remove(Session session)
    {
        journal.Removed(session); // first: what hangs on it goes with it
        foreach (var subscription in session.Subscriptions.Values)
        {
            Unsubscribe(subscription);
        }

        session.Subscriptions.Clear();
        session.TakeShared().ForEach(delivery => Router.Redistribute(delivery)); // it is no member of any group any more
        session.Clear();
        _sessions.Remove(session.Key);
        counters.Sessions = _sessions.Count;
        counters.Subscriptions = subscriptions.Count;
    }

    /// <summary>Adds a subscription, or replaces the one the session has on the same filter.</summary>
    /// <returns>True when it is new.</returns>
    public bool Subscribe(Subscription subscription)
    {
        var session = subscription.Session;
        session.Subscriptions.TryGetValue(subscription.Filter, out var replaced);
        var (filter, share) = Split(subscription.Filter);
        subscriptions.Add(filter, subscription, share, replaced);
        session.Subscriptions[subscription.Filter] = subscription;
        journal.Saved(subscription);
        counters.Subscriptions = subscriptions.Count;
        return replaced is null;
    }

    /// <summary>Puts a subscription back that is stored already.</summary>
    public void Restore(Subscription subscription)
    {
        var (filter, share) = Split(subscription.Filter);
        subscriptions.Add(filter, subscription, share, replaced: null);
        subscription.Session.Subscriptions[subscription.Filter] = subscription;
        counters.Subscriptions = subscriptions.Count;
    }

    /// <summary>Removes a session's subscription to a filter.</summary>
    /// <returns>False when it had none.</returns>
    public bool Unsubscribe(Session session, string filter)
    {
        if (!session.Subscriptions.Remove(filter, out var subscription))
        {
            return false;
        }

        journal.Removed(subscription);
        Unsubscribe(subscription);
        counters.Subscriptions = subscriptions.Count;
        return true;
    }

    private void Unsubscribe(Subscription subscription)
    {
        var (filter, share) = Split(subscription.Filter);
        subscriptions.Remove(filter, subscription, share);
    }

    private static (byte[] Filter, string? Share) Split(string filter) =>
        TopicFilter.TryParseShared(filter, out var share, out var inner)
            ? (Encoding.UTF8.GetBytes(inner.ToString()), share.ToString())
            : (Encoding.UTF8.GetBytes(filter), null);
}
