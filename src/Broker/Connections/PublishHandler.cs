using System.Text;
using Busroot.Broker.Authorization;
using Busroot.Broker.Intake;
using Busroot.Broker.Limits;
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
        CheckLimits(connection.Limits, packet);
        var topic = Resolve(connection, session, packet);
        if (packet.Qos == QualityOfService.ExactlyOnce && session.HasReceived(packet.PacketId))
        {
            AnswerAgain(connection, session, packet.PacketId);
            return true;
        }

        if (!HasQuota(connection, packet))
        {
            return false;
        }

        if (topic.Verdict == TopicVerdict.NotAuthorized)
        {
            Refuse(connection, topic, packet);
        }
        else if (topic.Intake is null)
        {
            Route(connection, session, topic, packet);
        }
        else if (!TryTakeReading(connection, session, topic, packet))
        {
            return false;
        }

        broker.Counters.MessagesReceived++;
        return true;
    }

    /// <summary>Handles PUBREL: the identifier is free again.</summary>
    public void Handle(ClientConnection connection, Session session, PubRelPacket packet)
    {
        connection.Settlements.Release();
        if (session.HasReceived(packet.PacketId) && session.Received.Release(packet.PacketId))
        {
            broker.Journal.Complete(session, connection, packet.PacketId);
        }
        else
        {
            connection.Send(new PubCompPacket(packet.PacketId, ReasonCode.PacketIdentifierNotFound));
        }
    }

    /// <summary>What the session may do with a topic, from memory or found out now.</summary>
    public PublishedTopic TopicOf(Session session, BrokerLimits limits, ReadOnlySpan<byte> topic) => session.Topics.Find(topic) ?? Learn(session, limits, topic);

    private static void CheckLimits(BrokerLimits limits, in PublishPacket packet)
    {
        if (packet.HasSubscriptionIdentifier)
        {
            throw new ProtocolErrorException("A client's PUBLISH carries no subscription identifier."); // [MQTT-3.3.4-6]
        }

        if (packet.Qos > limits.MaximumQos)
        {
            throw new ProtocolErrorException(ReasonCode.QosNotSupported, $"QoS {(int)packet.Qos} is not served here; {(int)limits.MaximumQos} at most."); // [MQTT-3.2.2-11]
        }

        if (packet.Retain && !limits.RetainAvailable)
        {
            throw new ProtocolErrorException(ReasonCode.RetainNotSupported, "Retained messages are not kept here."); // [MQTT-3.2.2-14]
        }

        if (packet.UserPropertyCount > limits.MaximumUserProperties || packet.Properties.Length > limits.MaximumPropertyBytes)
        {
            throw new ProtocolErrorException(
                ReasonCode.QuotaExceeded,
                $"A PUBLISH may have {limits.MaximumUserProperties} user properties and {limits.MaximumPropertyBytes} bytes of properties.");
        }
    }

    private PublishedTopic Resolve(ClientConnection connection, Session session, in PublishPacket packet)
    {
        if (packet.TopicAlias > connection.Limits.TopicAliasMaximum)
        {
            throw new ProtocolErrorException(ReasonCode.TopicAliasInvalid, $"Topic alias {packet.TopicAlias} is above the maximum of {connection.Limits.TopicAliasMaximum}.");
        }

        if (packet.Topic.IsEmpty && packet.TopicAlias != 0)
        {
            return connection.Aliases.Find(packet.TopicAlias)
                ?? throw new ProtocolErrorException(ReasonCode.TopicAliasInvalid, $"Topic alias {packet.TopicAlias} was not set on this connection.");
        }

        var topic = TopicOf(session, connection.Limits, packet.Topic);
        if (topic.Verdict == TopicVerdict.Invalid)
        {
            throw new ProtocolErrorException(ReasonCode.TopicNameInvalid, "The topic name is empty, has wildcards, or is longer or deeper than allowed.");
        }

        if (packet.TopicAlias != 0)
        {
            connection.Aliases.Set(packet.TopicAlias, topic);
        }

        return topic;
    }

    private PublishedTopic Learn(Session session, BrokerLimits limits, ReadOnlySpan<byte> topic)
    {
        var verdict = !TopicName.IsValid(topic) || !limits.Allow(topic) ? TopicVerdict.Invalid
            : TopicPolicy.MayPublish(session.Principal, topic) ? TopicVerdict.Allowed
            : TopicVerdict.NotAuthorized;
        var learnt = new PublishedTopic(topic.ToArray(), verdict, verdict == TopicVerdict.Allowed ? broker.Intake.Resolve(topic) : null);
        session.Topics.Add(learnt);
        return learnt;
    }

    /// <summary>Answers a QoS 2 publish that was received before and not released yet: it is not delivered again [MQTT-4.3.3-10].</summary>
    private static void AnswerAgain(ClientConnection connection, Session session, ushort packetId)
    {
        if (!connection.Settlements.HasQuota && connection.Version == ProtocolVersion.V500)
        {
            throw new ProtocolErrorException(ReasonCode.ReceiveMaximumExceeded, "A publish is repeated again and again without waiting for its answer.");
        }

        if (!session.Received.TryAwait(packetId, connection))
        {
            connection.Settlements.Answer(packetId, QualityOfService.ExactlyOnce, ReasonCode.Success);
        }
    }

    private void Refuse(ClientConnection connection, PublishedTopic topic, in PublishPacket packet)
    {
        broker.Counters.PublishesRefused++;
        if (!topic.RefusalLogged)
        {
            topic.RefusalLogged = true;
            broker.Refusals.Publish(connection, Encoding.UTF8.GetString(topic.Route.Topic));
        }

        // A 3.1.1 client cannot be told no: it is told yes, or it would send the same for ever (3.1.1 §3.3.5). The log and the counter tell the operator.
        Begin(connection, packet);
        Answer(connection, packet, ReasonCode.NotAuthorized);
    }

    /// <summary>Sees to the limit on unsettled publishes: a 5.0 client was told of it, an older one is simply not read for a while.</summary>
    private static bool HasQuota(ClientConnection connection, in PublishPacket packet)
    {
        if (packet.Qos == QualityOfService.AtMostOnce || connection.Settlements.HasQuota)
        {
            return true;
        }

        if (connection.Version == ProtocolVersion.V500)
        {
            throw new ProtocolErrorException(ReasonCode.ReceiveMaximumExceeded, $"More than {connection.Limits.ReceiveMaximum} publishes are unacknowledged."); // [MQTT-3.3.4-9]
        }

        connection.PauseForQuota();
        return false;
    }

    private bool TryTakeReading(ClientConnection connection, Session session, PublishedTopic topic, in PublishPacket packet)
    {
        var ticket = packet.Qos == QualityOfService.AtMostOnce ? 0 : connection.Settlements.Owe(packet.PacketId, packet.Qos);
        var accepted = broker.Intake.TryAccept(topic.Intake!, new Reading
        {
            Topic = topic.Route.Topic,
            Payload = packet.Payload,
            At = broker.Clock.UtcNow,
            Qos = packet.Qos,
            Retain = packet.Retain,
            Dup = packet.Dup,
            PacketId = packet.PacketId,
            Publisher = connection,
            Ticket = ticket,
        });
        if (!accepted)
        {
            if (packet.Qos != QualityOfService.AtMostOnce)
            {
                connection.Settlements.OweNoMore();
            }

            connection.PauseReading();
            return false;
        }

        Begin(connection, packet);
        if (packet.Qos == QualityOfService.ExactlyOnce)
        {
            session.Received.AddReading(packet.PacketId, connection);
        }

        if (topic.Intake!.AlsoRouted)
        {
            Publish(session, topic, packet);
        }

        return true;
    }

    private void Route(ClientConnection connection, Session session, PublishedTopic topic, in PublishPacket packet)
    {
        var position = broker.Journal.Position;
        Publish(session, topic, packet);
        Begin(connection, packet);
        if (packet.Qos == QualityOfService.ExactlyOnce)
        {
            session.Received.AddMessage(packet.PacketId, connection); // until it is answered: a repetition must not be answered sooner
        }

        if (packet.Qos != QualityOfService.AtMostOnce && broker.Journal.MustWait(position))
        {
            broker.Journal.AcknowledgeLater(connection, connection.Settlements.Owe(packet.PacketId, packet.Qos), ReasonCode.Success);
        }
        else
        {
            Answer(connection, packet, ReasonCode.Success);
        }
    }

    private static void Begin(ClientConnection connection, in PublishPacket packet)
    {
        if (packet.Qos == QualityOfService.ExactlyOnce)
        {
            connection.Settlements.Begin();
        }
    }

    private static void Answer(ClientConnection connection, in PublishPacket packet, ReasonCode reason)
    {
        if (packet.Qos != QualityOfService.AtMostOnce)
        {
            connection.Settlements.Answer(packet.PacketId, packet.Qos, reason);
        }
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
