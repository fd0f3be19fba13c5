using System.Text;
using Busroot.Broker.Authorization;
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
        var codes = new ReasonCode[packet.Subscriptions.Length];
        var retained = new List<Routing.Subscription>();
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = Subscribe(connection, session, packet.Subscriptions[i], packet.SubscriptionIdentifier ?? 0, retained);
        }

        connection.Send(new SubAckPacket(packet.PacketId, [.. codes]));
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

    private ReasonCode Subscribe(ClientConnection connection, Session session, Mqtt.Packets.Subscription request, int identifier, List<Routing.Subscription> retained)
    {
        var filter = request.Filter;
        ReadOnlySpan<char> inner = filter;
        var shared = TopicFilter.IsShared(filter);
        if ((shared && !TopicFilter.TryParseShared(filter, out _, out inner)) || !TopicFilter.IsValid(inner) || !broker.IsWithinLimits(Encoding.UTF8.GetBytes(filter)))
        {
            return Refuse(connection, filter, ReasonCode.TopicFilterInvalid);
        }

        if (shared && request.NoLocal)
        {
            throw new ProtocolErrorException("No Local cannot be set on a shared subscription."); // [MQTT-3.8.3-4]
        }

        if (!TopicPolicy.MaySubscribe(session.Principal, inner.ToString()))
        {
            return Refuse(connection, filter, ReasonCode.NotAuthorized);
        }

        if (session.Subscriptions.Count >= broker.Limits.MaximumSubscriptions && !session.Subscriptions.ContainsKey(filter))
        {
            return Refuse(connection, filter, ReasonCode.QuotaExceeded);
        }

        var subscription = new Routing.Subscription
        {
            Session = session,
            Filter = filter,
            MaximumQos = request.MaximumQos,
            NoLocal = request.NoLocal,
            RetainAsPublished = request.RetainAsPublished,
            Identifier = identifier,
        };
        var isNew = broker.Sessions.Subscribe(subscription);
        if (!shared && (request.RetainHandling == RetainHandling.SendAlways || (request.RetainHandling == RetainHandling.SendWhenNew && isNew)))
        {
            retained.Add(subscription);
        }

        return (ReasonCode)(byte)request.MaximumQos;
    }

    private ReasonCode Refuse(ClientConnection connection, string filter, ReasonCode reason)
    {
        BrokerLog.SubscribeRefused(broker.Log, connection.RemoteAddress, connection.ClientId, filter, reason);
        return reason;
    }

    private void SendRetained(Routing.Subscription subscription)
    {
        foreach (var message in broker.Retained.Match(Encoding.UTF8.GetBytes(subscription.Filter), broker.Clock.Milliseconds))
        {
            Routing.Router.DeliverKept(message, subscription, retain: true);
        }
    }
}
