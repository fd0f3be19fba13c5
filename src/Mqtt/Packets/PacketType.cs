namespace Busroot.Mqtt.Packets;

/// <summary>Names the packets by the number on the wire. MQTT 5.0 §2.1.2.</summary>
public enum PacketType : byte
{
    /// <summary>Client asks for a connection.</summary>
    Connect = 1,

    /// <summary>Server answers CONNECT.</summary>
    ConnAck = 2,

    /// <summary>An application message, either way.</summary>
    Publish = 3,

    /// <summary>Acknowledges a QoS 1 PUBLISH.</summary>
    PubAck = 4,

    /// <summary>First answer to a QoS 2 PUBLISH.</summary>
    PubRec = 5,

    /// <summary>Answers PUBREC.</summary>
    PubRel = 6,

    /// <summary>Ends a QoS 2 delivery.</summary>
    PubComp = 7,

    /// <summary>Client asks for messages.</summary>
    Subscribe = 8,

    /// <summary>Server answers SUBSCRIBE, a code per filter.</summary>
    SubAck = 9,

    /// <summary>Client asks for no more messages.</summary>
    Unsubscribe = 10,

    /// <summary>Server answers UNSUBSCRIBE.</summary>
    UnsubAck = 11,

    /// <summary>Client shows that it lives.</summary>
    PingReq = 12,

    /// <summary>Server answers PINGREQ.</summary>
    PingResp = 13,

    /// <summary>Last packet of a connection; from a server only in 5.0.</summary>
    Disconnect = 14,

    /// <summary>Extended authentication; 5.0 only.</summary>
    Auth = 15,
}
