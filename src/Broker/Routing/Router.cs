using Busroot.Broker.Limits;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;

namespace Busroot.Broker.Routing;

/// <summary>Takes a message to everyone subscribed to its topic.</summary>
/// <remarks>Threads: the broker loop only. Cost: nothing but the copy into each receiver's output, for QoS 0; one pooled copy more when anyone receives at QoS 1 or 2.</remarks>
internal sealed class Router(SubscriptionTree subscriptions, MessagePool messages, BrokerLimits limits, BrokerCounters counters)
{
    private readonly RouteScratch _scratch = new();

    /// <summary>Delivers to every subscriber.</summary>
    /// <returns>False when nobody is subscribed.</returns>
    public bool Publish(in Publication publication)
    {
        var route = publication.Route;
        route.Refresh(subscriptions, _scratch);
        Message? kept = null;
        foreach (var recipient in route.Direct)
        {
            var receives = recipient.Session == publication.Publisher ? recipient.OfOwn : recipient;
            if (receives is not null)
            {
                Deliver(publication, receives, share: null, ref kept);
            }
        }

        foreach (var group in route.Shared)
        {
            DeliverToOne(publication, group, ref kept);
        }

        kept?.Release();
        return route.Direct.Length + route.Shared.Length > 0;
    }

    /// <summary>A copy of a message that the caller owns a reference to.</summary>
    public Message Keep(in Publication publication) => messages.Rent(publication);

    /// <summary>Delivers a message the broker kept (a retained one, a will) to one subscription.</summary>
    public static void DeliverKept(Message message, Subscription subscription, bool retain)
    {
        var qos = Min(message.Qos, subscription.MaximumQos);
        var identifiers = subscription.Identifier == 0 ? null : new[] { subscription.Identifier };
        subscription.Session.Deliver(new Delivery(message.AddReference(), qos, retain, identifiers));
    }

    /// <summary>Gives what a member of a group left behind to another, taking over the reference. MQTT 5.0 §4.8.2.</summary>
    public static void Redistribute(in Delivery delivery)
    {
        if (delivery.Share?.Next() is not { } member)
        {
            delivery.Message.Release();
            return;
        }

        member.Session.Deliver(delivery with
        {
            Order = 0, // its place was in the session that ended
            Qos = Min(delivery.Message.Qos, member.MaximumQos),
            Identifiers = member.Identifier == 0 ? null : [member.Identifier],
        });
    }

    private void Deliver(in Publication publication, Recipient recipient, ShareGroup? share, ref Message? kept)
    {
        var qos = Min(publication.Qos, recipient.MaximumQos);
        var retain = publication.Retain && recipient.RetainAsPublished;
        if (qos == QualityOfService.AtMostOnce && !recipient.Session.QueuesQos0)
        {
            SendOnce(publication, recipient.Session, retain, recipient.Identifiers);
            return;
        }

        kept ??= messages.Rent(publication);
        recipient.Session.Deliver(new Delivery(kept.AddReference(), qos, retain, recipient.Identifiers) { Share = share });
    }

    private void DeliverToOne(in Publication publication, ShareGroup group, ref Message? kept)
    {
        if (group.Next() is { } member)
        {
            var recipient = new Recipient { Session = member.Session };
            recipient.Include(member);
            Deliver(publication, recipient, group, ref kept);
        }
    }

    private void SendOnce(in Publication publication, Session session, bool retain, int[]? identifiers)
    {
        if (session.Connection is not { } connection)
        {
            return; // QoS 0 is for those who are there
        }

        if (connection.PendingBytes > limits.MaximumUnreadBytes)
        {
            counters.Qos0Dropped++;
            return;
        }

        connection.SendPublish(new Connections.OutgoingPublish
        {
            Topic = publication.Route.Topic,
            Payload = publication.Payload,
            Properties = publication.Properties,
            Qos = QualityOfService.AtMostOnce,
            Retain = retain,
            Identifiers = identifiers,
            ExpiresAt = publication.ExpiresAt,
        });
    }

    private static QualityOfService Min(QualityOfService a, QualityOfService b) => a < b ? a : b;
}
