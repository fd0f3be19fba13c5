using System.Text;
using Busroot.Broker.Authorization;
using Busroot.Broker.Intake;
using Busroot.Broker.Routing;
using Busroot.Broker.Sessions;
using Busroot.Mqtt;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;
using Busroot.Mqtt.Topics;

namespace Busroot.Broker.Connections;

/// <summary>Takes what clients publish: to the intake when it is a reading, else straight to subscribers.</summary>
/// <remarks>
/// Threads: the broker loop only. Cost for a topic seen before: one comparison of its bytes; the UTF-8 check, the right to publish and the
/// receivers are remembered with it. Source: MQTT 5.0 §3.3, §4.3.
/// </remarks>
internal sealed class PublishHandler(MessageBroker broker)
{
    /// <summary>Handles PUBLISH.</summary>
    /// <returns>False when it cannot be taken now: nothing has changed, and the connection pauses reading.</returns>
    public bool Handle(ClientConnection connection, Session session, in Frame frame)
    {
        var packet = PublishPacket.Decode(frame, connection.Version);
        broker.Counters.MessagesReceived++;
        if (packet.HasSubscriptionIdentifier)
        {
            throw new ProtocolErrorException("A client's PUBLISH carries no subscription identifier."); // [MQTT-3.3.4-6]
        }

        var topic = Resolve(connection, session, packet);
        if (packet.Qos == QualityOfService.ExactlyOnce && IsRepetition(connection, session, packet.PacketId))
        {
            return true;
        }

        if (topic.Verdict == TopicVerdict.NotAuthorized)
        {
            Refuse(connection, topic, packet);
            return true;
        }

        if (!HasQuota(connection, packet))
        {
            return false;
        }

        return topic.Intake is null ? Route(connection, session, topic, packet) : TakeReading(connection, session, topic, packet);
    }

    /// <summary>Handles PUBREL: the identifier is free again.</summary>
    public static void Handle(ClientConnection connection, Session session, PubRelPacket packet)
    {
        var known = session.UnreleasedQos2 > 0 && session.ReceivedQos2.Remove(packet.PacketId);
        connection.Send(new PubCompPacket(packet.PacketId, known ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound));
    }

    /// <summary>Publishes a session's will, as a reading where its topic carries readings.</summary>
    public void PublishWill(Session session, Will will)
    {
        var topic = session.Topics.Find(will.Topic) ?? Learn(session, will.Topic);
        if (topic.Verdict != TopicVerdict.Allowed)
        {
            return; // the right was there at CONNECT and is gone since
        }

        if (topic.Intake is { } intake)
        {
            broker.Intake.TryAccept(intake, new Reading
            {
                Topic = will.Topic,
                Payload = will.Payload,
                At = broker.Clock.UtcNow,
                Qos = QualityOfService.AtMostOnce, // nobody is left to be acknowledged
                Retain = will.Retain,
            });
        }

        broker.Publish(new Publication
        {
            Route = topic.Route,
            Payload = will.Payload,
            Properties = will.Properties,
            Qos = will.Qos,
            Retain = will.Retain,
            ExpiresAt = broker.ExpiryOf(will.MessageExpiryInterval),
            Publisher = session,
        });
    }

    private PublishedTopic Resolve(ClientConnection connection, Session session, in PublishPacket packet)
    {
        if (packet.TopicAlias > broker.Limits.TopicAliasMaximum)
        {
            throw new ProtocolErrorException(ReasonCode.TopicAliasInvalid, $"Topic alias {packet.TopicAlias} is above the maximum of {broker.Limits.TopicAliasMaximum}.");
        }

        if (packet.Topic.IsEmpty && packet.TopicAlias != 0)
        {
            return connection.FindAlias(packet.TopicAlias)
                ?? throw new ProtocolErrorException(ReasonCode.TopicAliasInvalid, $"Topic alias {packet.TopicAlias} was not set on this connection.");
        }

        var topic = session.Topics.Find(packet.Topic) ?? Learn(session, packet.Topic);
        if (topic.Verdict == TopicVerdict.Invalid)
        {
            throw new ProtocolErrorException(ReasonCode.TopicNameInvalid, "The topic name is empty, has wildcards, or is longer or deeper than allowed.");
        }

        if (packet.TopicAlias != 0)
        {
            connection.SetAlias(packet.TopicAlias, topic);
        }

        return topic;
    }

    private PublishedTopic Learn(Session session, ReadOnlySpan<byte> topic)
    {
        var verdict = !TopicName.IsValid(topic) || !broker.IsWithinLimits(topic) ? TopicVerdict.Invalid
            : TopicPolicy.MayPublish(session.Principal, topic) ? TopicVerdict.Allowed
            : TopicVerdict.NotAuthorized;
        var learnt = new PublishedTopic(topic.ToArray(), verdict, verdict == TopicVerdict.Allowed ? broker.Intake.Resolve(topic) : null);
        session.Topics.Add(learnt);
        return learnt;
    }

    /// <summary>True for a QoS 2 publish that was received before and not released yet: it is answered again and not delivered again.</summary>
    private static bool IsRepetition(ClientConnection connection, Session session, ushort packetId)
    {
        if (session.UnreleasedQos2 == 0 || !session.ReceivedQos2.Contains(packetId))
        {
            return false;
        }

        connection.AcknowledgeNow(packetId, QualityOfService.ExactlyOnce, ReasonCode.Success); // [MQTT-4.3.3-10]
        return true;
    }

    private void Refuse(ClientConnection connection, PublishedTopic topic, in PublishPacket packet)
    {
        broker.Counters.PublishesRefused++;
        if (!topic.RefusalLogged)
        {
            topic.RefusalLogged = true;
            BrokerLog.PublishRefused(broker.Log, connection.RemoteAddress, connection.ClientId, Encoding.UTF8.GetString(topic.Route.Topic));
        }

        // A 3.1.1 client cannot be told no: it is told yes, or it would send the same for ever (3.1.1 §3.3.5). The log and the counter tell the operator.
        if (packet.Qos != QualityOfService.AtMostOnce)
        {
            connection.AcknowledgeNow(packet.PacketId, packet.Qos, ReasonCode.NotAuthorized);
        }
    }

    /// <summary>Sees to the limit on unsettled publishes: a 5.0 client was told of it, an older one is simply not read for a while.</summary>
    private bool HasQuota(ClientConnection connection, in PublishPacket packet)
    {
        if (packet.Qos == QualityOfService.AtMostOnce || connection.UnsettledPublishes < broker.Limits.ReceiveMaximum)
        {
            return true;
        }

        if (connection.Version == ProtocolVersion.V500)
        {
            throw new ProtocolErrorException(ReasonCode.ReceiveMaximumExceeded, $"More than {broker.Limits.ReceiveMaximum} publishes are unacknowledged."); // [MQTT-3.3.4-9]
        }

        connection.PauseForQuota();
        return false;
    }

    private bool TakeReading(ClientConnection connection, Session session, PublishedTopic topic, in PublishPacket packet)
    {
        var ticket = packet.Qos == QualityOfService.AtMostOnce ? 0 : connection.Owe(packet.PacketId, packet.Qos);
        var accepted = broker.Intake.TryAccept(topic.Intake!, new Reading
        {
            Topic = topic.Route.Topic,
            Payload = packet.Payload,
            At = broker.Clock.UtcNow,
            Qos = packet.Qos,
            Retain = packet.Retain,
            Dup = packet.Dup,
            Publisher = connection,
            Ticket = ticket,
        });
        if (!accepted)
        {
            if (packet.Qos != QualityOfService.AtMostOnce)
            {
                connection.OweNoMore();
            }

            connection.PauseReading();
            return false;
        }

        if (packet.Qos == QualityOfService.ExactlyOnce)
        {
            session.ReceivedQos2.Add(packet.PacketId);
        }

        if (topic.Intake!.AlsoRouted)
        {
            Publish(session, topic, packet);
        }

        return true;
    }

    private bool Route(ClientConnection connection, Session session, PublishedTopic topic, in PublishPacket packet)
    {
        Publish(session, topic, packet);
        if (packet.Qos == QualityOfService.ExactlyOnce)
        {
            session.ReceivedQos2.Add(packet.PacketId);
        }

        if (packet.Qos != QualityOfService.AtMostOnce)
        {
            connection.AcknowledgeNow(packet.PacketId, packet.Qos, ReasonCode.Success);
        }

        return true;
    }

    private void Publish(Session session, PublishedTopic topic, in PublishPacket packet)
    {
        Span<byte> scratch = stackalloc byte[512];
        var properties = packet.Properties.IsEmpty ? default
            : packet.Properties.Length <= scratch.Length ? scratch
            : new byte[packet.Properties.Length]; // properties of that size are not the hot path
        properties = properties[..(packet.Properties.IsEmpty ? 0 : PublishPacket.CopyForwardedProperties(packet.Properties, properties))];
        broker.Publish(new Publication
        {
            Route = topic.Route,
            Payload = packet.Payload,
            Properties = properties,
            Qos = packet.Qos,
            Retain = packet.Retain,
            ExpiresAt = packet.MessageExpiryInterval is { } seconds ? broker.ExpiryOf(seconds) : long.MaxValue,
            Publisher = session,
        });
    }
}
