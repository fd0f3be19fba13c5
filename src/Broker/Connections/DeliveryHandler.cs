using Busroot.Broker.Sessions;
using Busroot.Mqtt;
using Busroot.Mqtt.Packets;

namespace Busroot.Broker.Connections;

/// <summary>Answers to what the broker has sent: PUBACK, PUBREC and PUBCOMP.</summary>
/// <remarks>An answer to nothing is no fault of protocol in 3.1.1 and may be a late one after a reconnect: it is ignored. Source: MQTT 5.0 §4.3.</remarks>
internal static class DeliveryHandler
{
    public static void Handle(Session session, PubAckPacket packet)
    {
        if (session.StateOf(packet.PacketId) == InflightState.AwaitingPubAck)
        {
            session.Settle(packet.PacketId);
        }
    }

    public static void Handle(ClientConnection connection, Session session, PubRecPacket packet)
    {
        switch (session.StateOf(packet.PacketId))
        {
            case InflightState.AwaitingPubRec when packet.Reason >= ReasonCode.UnspecifiedError:
                session.Settle(packet.PacketId); // refused: no PUBREL follows [MQTT-4.3.3-4]
                break;
            case InflightState.AwaitingPubRec:
                session.ReceivedByClient(packet.PacketId);
                break;
            case InflightState.AwaitingPubComp:
                session.ReceivedAgain(packet.PacketId);
                break;
            case InflightState.Free or InflightState.AwaitingPubAck:
                connection.Send(new PubRelPacket(packet.PacketId, ReasonCode.PacketIdentifierNotFound));
                break;
        }
    }

    public static void Handle(Session session, PubCompPacket packet)
    {
        if (session.StateOf(packet.PacketId) == InflightState.AwaitingPubComp)
        {
            session.Settle(packet.PacketId);
        }
    }
}
