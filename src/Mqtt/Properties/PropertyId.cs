namespace Busroot.Mqtt.Properties;

/// <summary>Identifies a property of a 5.0 packet. MQTT 5.0 §2.2.2.2.</summary>
internal enum PropertyId : byte
{
    /// <summary>1 when the payload is UTF-8 text.</summary>
    PayloadFormatIndicator = 0x01,

    /// <summary>Seconds the message is worth delivering.</summary>
    MessageExpiryInterval = 0x02,

    /// <summary>What the payload is, in the application's words.</summary>
    ContentType = 0x03,

    /// <summary>Where an answer should go.</summary>
    ResponseTopic = 0x08,

    /// <summary>Tells the asker which request an answer belongs to.</summary>
    CorrelationData = 0x09,

    /// <summary>Number the subscriber gave to its subscription.</summary>
    SubscriptionIdentifier = 0x0B,

    /// <summary>Seconds the session outlives its connection.</summary>
    SessionExpiryInterval = 0x11,

    /// <summary>Client identifier chosen by the server.</summary>
    AssignedClientIdentifier = 0x12,

    /// <summary>Keep-alive in seconds the client has to use.</summary>
    ServerKeepAlive = 0x13,

    /// <summary>Name of the extended authentication.</summary>
    AuthenticationMethod = 0x15,

    /// <summary>Bytes of the extended authentication.</summary>
    AuthenticationData = 0x16,

    /// <summary>1 when the client wants reason strings.</summary>
    RequestProblemInformation = 0x17,

    /// <summary>Seconds between the loss of the connection and the will.</summary>
    WillDelayInterval = 0x18,

    /// <summary>1 when the client wants response information.</summary>
    RequestResponseInformation = 0x19,

    /// <summary>Basis for response topics.</summary>
    ResponseInformation = 0x1A,

    /// <summary>Another server to use.</summary>
    ServerReference = 0x1C,

    /// <summary>The reason in words, for people.</summary>
    ReasonString = 0x1F,

    /// <summary>QoS 1 and 2 messages the sender takes in flight.</summary>
    ReceiveMaximum = 0x21,

    /// <summary>Highest topic alias the sender takes.</summary>
    TopicAliasMaximum = 0x22,

    /// <summary>Number that stands for the topic on this connection.</summary>
    TopicAlias = 0x23,

    /// <summary>Highest QoS the server takes.</summary>
    MaximumQos = 0x24,

    /// <summary>0 when the server keeps no retained messages.</summary>
    RetainAvailable = 0x25,

    /// <summary>Name and value of the application's own.</summary>
    UserProperty = 0x26,

    /// <summary>Largest packet the sender takes, in bytes.</summary>
    MaximumPacketSize = 0x27,

    /// <summary>0 when the server takes no wildcards.</summary>
    WildcardSubscriptionAvailable = 0x28,

    /// <summary>0 when the server takes no subscription identifiers.</summary>
    SubscriptionIdentifierAvailable = 0x29,

    /// <summary>0 when the server takes no shared subscriptions.</summary>
    SharedSubscriptionAvailable = 0x2A,
}
