using System.Text;
using Busroot.Broker.Authorization;
using Busroot.Broker.Limits;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;
using Busroot.Mqtt.Topics;

namespace Busroot.Broker.Connections;

/// <summary>Answers SUBSCRIBE and UNSUBSCRIBE, filter by filter.</summary>
/// <remarks>Source: MQTT 5.0 §3.8 to §3.11, §4.8.2. Threads: the broker loop only.</remarks>
internal sealed class SubscribeHandler(MessageBroker broker)
{
    public void Handle(ClientConnection connection, Session session, SubscribePacket packet)
    {
        var position = broker.Journal.Position;
        var codes = new ReasonCode[packet.Subscriptions.Length];
        var retained = new List<Routing.Subscription>();
        var refused = broker.Counters.SubscriptionsRefused;
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = Subscribe(connection, session, packet.Subscriptions[i], packet.SubscriptionIdentifier ?? 0, retained);
        }

        if (broker.Counters.SubscriptionsRefused > refused)
        {
            var first = Array.FindIndex(codes, code => code >= ReasonCode.UnspecifiedError); // one line a packet: it may hold thousands of filters
            broker.Refusals.Subscribe(connection, packet.Subscriptions[first].Filter, codes[first]);
        }

        Acknowledge(connection, new SubAckPacket(packet.PacketId, [.. codes]), position);
        foreach (var subscription in retained)
        {
            SendRetained(subscription);
        }
    }

    public void Handle(ClientConnection connection, Session session, UnsubscribePacket packet)
    {
        var codes = packet.Filters.Select(filter => broker.Sessions.Unsubscribe(session, filter) ? ReasonCode.Success : ReasonCode.NoSubscriptionExisted);
        connection.Send(new UnsubAckPacket(packet.PacketId, [.. codes]));
    }

    /// <summary>The filter inside a shared one; any other as it is.</summary>
    public static ReadOnlySpan<char> WithoutShare(string filter) => TopicFilter.TryParseShared(filter, out _, out var inner) ? inner : filter;

    /// <summary>A subscription that outlives the process is acknowledged when it is stored; messages may come before that.</summary>
    private void Acknowledge(ClientConnection connection, SubAckPacket answer, long position)
    {
        if (broker.Journal.MustWait(position))
        {
            broker.Journal.AfterStored(() => connection.Send(answer));
        }
        else
        {
            connection.Send(answer);
        }
    }

    private ReasonCode Subscribe(ClientConnection connection, Session session, Mqtt.Packets.Subscription request, int identifier, List<Routing.Subscription> retained)
    {
        var filter = request.Filter;
        var shared = TopicFilter.IsShared(filter);
        if (Refusal(connection.Limits, session, filter) is { } refusal)
        {
            broker.Counters.SubscriptionsRefused++;
            return refusal;
        }

        var subscription = new Routing.Subscription
        {
            Session = session,
            Filter = filter,
            MaximumQos = Min(request.MaximumQos, connection.Limits.MaximumQos),
            NoLocal = request.NoLocal,
            RetainAsPublished = request.RetainAsPublished,
            Identifier = identifier,
        };
        var isNew = broker.Sessions.Subscribe(subscription);
        if (!shared && (request.RetainHandling == RetainHandling.SendAlways || (request.RetainHandling == RetainHandling.SendWhenNew && isNew)))
        {
            retained.Add(subscription);
        }

        return (ReasonCode)(byte)subscription.MaximumQos;
    }

    private static ReasonCode? Refusal(BrokerLimits limits, Session session, string filter) =>
        !TopicFilter.IsValid(filter) || !limits.Allow(Encoding.UTF8.GetBytes(filter)) ? ReasonCode.TopicFilterInvalid
        : limits.DeniedFilters.Contains(filter) || !TopicPolicy.MaySubscribe(session.Principal, WithoutShare(filter).ToString()) ? ReasonCode.NotAuthorized
        : session.Subscriptions.Count >= limits.MaximumSubscriptions && !session.Subscriptions.ContainsKey(filter) ? ReasonCode.QuotaExceeded
        : null;

    private void SendRetained(Routing.Subscription subscription)
    {
        var filter = Encoding.UTF8.GetBytes(subscription.Filter);
        foreach (var message in broker.Retained.Match(filter, broker.Clock.Milliseconds).Concat(broker.SystemTopics.Match(filter)))
        {
            Routing.Router.DeliverKept(message, subscription, retain: true);
        }
    }

    private static QualityOfService Min(QualityOfService a, QualityOfService b) => a < b ? a : b;
}
