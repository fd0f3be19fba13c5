using Busroot.Broker.Sessions;
using Busroot.Mqtt;
using Busroot.Mqtt.Framing;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Connections;

/// <summary>Hands each packet of a client to what answers it.</summary>
/// <remarks>Threads: the broker loop only.</remarks>
internal sealed class PacketHandler(MessageBroker broker)
{
    /// <summary>Handles a packet.</summary>
    /// <returns>False when it cannot be taken now: nothing has changed, and the connection pauses reading.</returns>
    /// <exception cref="MqttProtocolException">The client broke the protocol.</exception>
    public bool Handle(ClientConnection connection, in Frame frame)
    {
        if (connection.Session is not { } session)
        {
            broker.Connects.Handle(connection, frame);
            return true;
        }

        if (frame.Type == PacketType.Publish)
        {
            return HandlePublish(connection, session, frame);
        }

        HandleOther(connection, session, frame);
        return true;
    }

    private bool HandlePublish(ClientConnection connection, Session session, in Frame frame)
    {
        if (connection.TakesPublishes)
        {
            return broker.Publishes.Handle(connection, session, frame);
        }

        connection.PauseReading();
        return false;
    }

    private void HandleOther(ClientConnection connection, Session session, in Frame frame)
    {
        var version = connection.Version;
        switch (frame.Type)
        {
            case PacketType.PubAck:
                DeliveryHandler.Handle(session, PubAckPacket.Decode(frame, version));
                break;
            case PacketType.PubRec:
                DeliveryHandler.Handle(connection, session, PubRecPacket.Decode(frame, version));
                break;
            case PacketType.PubRel:
                broker.Publishes.Handle(connection, session, PubRelPacket.Decode(frame, version));
                break;
            case PacketType.PubComp:
                DeliveryHandler.Handle(session, PubCompPacket.Decode(frame, version));
                break;
            case PacketType.Subscribe:
                broker.Subscribes.Handle(connection, session, SubscribePacket.Decode(frame, version));
                break;
            case PacketType.Unsubscribe:
                broker.Subscribes.Handle(connection, session, UnsubscribePacket.Decode(frame, version));
                break;
            case PacketType.PingReq:
                PingReqPacket.Decode(frame, version);
                connection.SendPingResp();
                break;
            case PacketType.Disconnect:
                HandleDisconnect(connection, session, DisconnectPacket.Decode(frame, version));
                break;
            default:
                throw new ProtocolErrorException($"A client may not send {frame.Type} here.");
        }
    }

    private void HandleDisconnect(ClientConnection connection, Session session, DisconnectPacket packet)
    {
        if (packet.SessionExpiryInterval is { } expiry)
        {
            if (session.Expiry == TimeSpan.Zero && expiry != 0)
            {
                throw new ProtocolErrorException("DISCONNECT may not raise a session expiry that was zero."); // MQTT 5.0 §3.14.2.2.2
            }

            session.Expiry = broker.Connects.GrantedExpiry(expiry);
        }

        connection.End(publishWill: packet.Reason != ReasonCode.Success); // 0x00 discards the will [MQTT-3.14.4-3]
    }
}
