using Busroot.Broker.Persistence;

namespace Busroot.Broker.Tests.Persistence;

/// <summary>Keeps what a broker stores, so that a second broker can be started from it.</summary>
internal sealed class MemorySessionStore : ISessionStore
{
    private readonly Dictionary<long, StoredSession> _sessions = [];
    private readonly Dictionary<(long Session, string Filter), StoredSubscription> _subscriptions = [];
    private readonly Dictionary<(long Session, long Order), StoredDelivery> _deliveries = [];
    private readonly Dictionary<long, StoredMessage> _messages = [];
    private readonly Dictionary<string, StoredRetained> _retained = [];
    private readonly Dictionary<long, StoredWill> _wills = [];

    public IEnumerable<StoredWill> Wills => _wills.Values;

    public StoredState Load() => new(
        [.. _sessions.Values],
        _subscriptions.ToLookup(entry => entry.Key.Session, entry => entry.Value),
        _deliveries.OrderBy(entry => entry.Key.Order).ToLookup(entry => entry.Key.Session, entry => (entry.Key.Order, entry.Value)),
        Array.Empty<ushort>().ToLookup(_ => 0L),
        _messages,
        [.. _retained.Values],
        [.. _wills.Values]);

    public void Store(SessionChanges changes)
    {
        Apply(changes.Sessions, _sessions, key => key);
        Apply(changes.Subscriptions, _subscriptions, key => key);
        Apply(changes.Deliveries, _deliveries, key => key);
        Apply(changes.Retained, _retained, Convert.ToHexString);
        Apply(changes.Wills, _wills, key => key);
        Apply(
            changes.Messages.ToDictionary(entry => entry.Key, entry => entry.Value is { } message
                ? new StoredMessage(entry.Key, message.Topic, message.Payload.ToArray(), message.Properties, message.Qos, message.Retain, message.ExpiresAtUtc)
                : null),
            _messages,
            key => key);
    }

    /// <summary>Stores all a broker has gathered.</summary>
    public void StoreAll(TestBroker test)
    {
        while (test.Broker.TakeChanges() is { } changes)
        {
            Store(changes);
            test.Batch(() => test.Broker.Stored(changes));
        }
    }

    private static void Apply<TGiven, TKey, T>(Dictionary<TGiven, T?> changes, Dictionary<TKey, T> kept, Func<TGiven, TKey> keyOf)
        where TGiven : notnull
        where TKey : notnull
        where T : class
    {
        foreach (var (key, value) in changes)
        {
            kept.Remove(keyOf(key));
            if (value is not null)
            {
                kept.Add(keyOf(key), value);
            }
        }
    }
}
