using System.Globalization;
using Busroot.Broker.Identity;
using Busroot.Broker.Routing;
using Busroot.Broker.Sessions;

namespace Busroot.Broker.Persistence;

/// <summary>Puts sessions and retained messages back as they were when the process ended.</summary>
/// <remarks>
/// A client that was connected then counts as disconnected now. Wills are not stored: who was lost with the server is not reported as lost.
/// Threads: the broker loop only.
/// </remarks>
internal sealed class StateRestorer(MessageBroker broker, MessagePool messages)
{
    private readonly Dictionary<long, Message> _restored = [];

    public void Restore(StoredState state, Predicate<string> isLogin)
    {
        broker.Journal.StartAfter(
            state.Sessions.Select(session => session.Number).DefaultIfEmpty().Max(), state.Messages.Keys.DefaultIfEmpty().Max());
        foreach (var stored in state.Messages.Values)
        {
            _restored.Add(stored.Number, messages.Restore(stored, broker.Clock.FromUtc(stored.ExpiresAt)));
        }

        foreach (var number in state.Retained)
        {
            if (_restored.TryGetValue(number, out var message))
            {
                broker.Retained.Restore(message.AddReference(), owner: null);
            }
        }

        foreach (var session in state.Sessions)
        {
            RestoreSession(session, state, isLogin);
        }

        foreach (var message in _restored.Values)
        {
            message.Release(); // one that nothing refers to ends here, and its row with the next commit
        }
    }

    private void RestoreSession(StoredSession stored, StoredState state, Predicate<string> isLogin)
    {
        var session = new Session(new SessionKey(stored.Owner, stored.ClientId), new Principal.Open(stored.Owner), broker.Limits, broker.Counters, broker.Journal)
        {
            Number = stored.Number,
            Expiry = stored.Expiry,
            ExpiresAt = stored.ExpiresAt is { } at ? broker.Clock.FromUtc(at) : broker.Clock.Milliseconds + (long)stored.Expiry.TotalMilliseconds,
        };
        if (session.Expiry == TimeSpan.Zero || session.ExpiresAt <= broker.Clock.Milliseconds || (stored.Owner.Length > 0 && !isLogin(stored.Owner))
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
