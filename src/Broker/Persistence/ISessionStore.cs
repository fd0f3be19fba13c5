namespace Busroot.Broker.Persistence;

/// <summary>Where sessions and retained messages outlive the process.</summary>
public interface ISessionStore
{
    /// <summary>Everything stored, for the start.</summary>
    StoredState Load();

    /// <summary>Stores a set of changes: all of it is on disk when the call returns, or nothing.</summary>
    /// <remarks>Threads: one at a time, not the broker loop: it waits for the disk.</remarks>
    void Store(SessionChanges changes);
}

/// <summary>What was stored when the process ended, however it ended.</summary>
/// <param name="Sessions">Sessions.</param>
/// <param name="Subscriptions">By session number.</param>
/// <param name="Deliveries">By session number, in the order they were queued.</param>
/// <param name="Received">QoS 2 identifiers that wait for PUBREL, by session number.</param>
/// <param name="Messages">By message number.</param>
/// <param name="Retained">Retained messages.</param>
/// <param name="Wills">Wills of clients that were connected, and wills that waited for their delay.</param>
public sealed record StoredState(
    IReadOnlyList<StoredSession> Sessions,
    ILookup<long, StoredSubscription> Subscriptions,
    ILookup<long, (long Order, StoredDelivery Delivery)> Deliveries,
    ILookup<long, ushort> Received,
    IReadOnlyDictionary<long, StoredMessage> Messages,
    IReadOnlyList<StoredRetained> Retained,
    IReadOnlyList<StoredWill> Wills)
{
    /// <summary>Nothing stored.</summary>
    public static StoredState Empty { get; } = new(
        [],
        Array.Empty<StoredSubscription>().ToLookup(_ => 0L),
        Array.Empty<(long, StoredDelivery)>().ToLookup(_ => 0L),
        Array.Empty<ushort>().ToLookup(_ => 0L),
        new Dictionary<long, StoredMessage>(),
        [],
        []);
}
