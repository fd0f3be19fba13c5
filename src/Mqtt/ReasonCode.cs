namespace Busroot.Mqtt;

// Three meanings share the value 0; each is named where it is used, as §2.4 does. The plain one stands in the middle because
// ToString then picks it, and logs say Success of a PUBACK; a test notices when a runtime picks another.
#pragma warning disable CA1069

/// <summary>Outcome of an operation, 0x80 and above being failures. MQTT 5.0 §2.4.</summary>
public enum ReasonCode : byte
{
    /// <summary><see cref="Success"/> as DISCONNECT calls it.</summary>
    NormalDisconnection = 0x00,

    /// <summary>Done as asked. In SUBACK: QoS 0 granted; in DISCONNECT: the will is discarded.</summary>
    Success = 0x00,

    /// <summary><see cref="Success"/> as SUBACK calls it.</summary>
    GrantedQos0 = 0x00,

    /// <summary>Subscribed, QoS 1 at most.</summary>
    GrantedQos1 = 0x01,

    /// <summary>Subscribed, QoS 2 at most.</summary>
    GrantedQos2 = 0x02,

    /// <summary>The client leaves and wants its will published.</summary>
    DisconnectWithWill = 0x04,

    /// <summary>Accepted, but nobody is subscribed.</summary>
    NoMatchingSubscribers = 0x10,

    /// <summary>Nothing to unsubscribe from.</summary>
    NoSubscriptionExisted = 0x11,

    /// <summary>One more step of the authentication exchange.</summary>
    ContinueAuthentication = 0x18,

    /// <summary>The client starts a new authentication exchange.</summary>
    ReAuthenticate = 0x19,

    /// <summary>Refused without a reason the sender cares to give.</summary>
    UnspecifiedError = 0x80,

    /// <summary>The bytes could not be read as the packet they claim to be.</summary>
    MalformedPacket = 0x81,

    /// <summary>The packet reads well but may not be sent, or not now.</summary>
    ProtocolError = 0x82,

    /// <summary>Valid, but not accepted by this implementation.</summary>
    ImplementationSpecificError = 0x83,

    /// <summary>The protocol level is not spoken here.</summary>
    UnsupportedProtocolVersion = 0x84,

    /// <summary>The client identifier is not allowed.</summary>
    ClientIdentifierNotValid = 0x85,

    /// <summary>The credentials are not accepted.</summary>
    BadUserNameOrPassword = 0x86,

    /// <summary>Known, but not allowed to do this.</summary>
    NotAuthorized = 0x87,

    /// <summary>The server cannot serve now.</summary>
    ServerUnavailable = 0x88,

    /// <summary>Try again later.</summary>
    ServerBusy = 0x89,

    /// <summary>Shut out by an administrator.</summary>
    Banned = 0x8A,

    /// <summary>The server goes away.</summary>
    ServerShuttingDown = 0x8B,

    /// <summary>The authentication method is unknown or not the one in use.</summary>
    BadAuthenticationMethod = 0x8C,

    /// <summary>Silent for one and a half keep-alives.</summary>
    KeepAliveTimeout = 0x8D,

    /// <summary>Another connection uses the same client identifier.</summary>
    SessionTakenOver = 0x8E,

    /// <summary>The filter is well formed but not accepted.</summary>
    TopicFilterInvalid = 0x8F,

    /// <summary>The topic is well formed but not accepted.</summary>
    TopicNameInvalid = 0x90,

    /// <summary>The packet identifier is already in flight.</summary>
    PacketIdentifierInUse = 0x91,

    /// <summary>The packet identifier is not in flight.</summary>
    PacketIdentifierNotFound = 0x92,

    /// <summary>More QoS 1 and 2 messages in flight than the receiver allows.</summary>
    ReceiveMaximumExceeded = 0x93,

    /// <summary>The topic alias is 0, above the maximum, or unknown.</summary>
    TopicAliasInvalid = 0x94,

    /// <summary>The packet is larger than the receiver accepts.</summary>
    PacketTooLarge = 0x95,

    /// <summary>Messages come too fast.</summary>
    MessageRateTooHigh = 0x96,

    /// <summary>A limit of the server or the administrator is reached.</summary>
    QuotaExceeded = 0x97,

    /// <summary>An administrator closed the connection.</summary>
    AdministrativeAction = 0x98,

    /// <summary>The payload is not what it says it is.</summary>
    PayloadFormatInvalid = 0x99,

    /// <summary>Retained messages are not supported.</summary>
    RetainNotSupported = 0x9A,

    /// <summary>The QoS is above the server's maximum.</summary>
    QosNotSupported = 0x9B,

    /// <summary>Use another server, for now.</summary>
    UseAnotherServer = 0x9C,

    /// <summary>Use another server, for good.</summary>
    ServerMoved = 0x9D,

    /// <summary>Shared subscriptions are not supported.</summary>
    SharedSubscriptionsNotSupported = 0x9E,

    /// <summary>Connections come too fast.</summary>
    ConnectionRateExceeded = 0x9F,

    /// <summary>The connection has lasted as long as it may.</summary>
    MaximumConnectTime = 0xA0,

    /// <summary>Subscription identifiers are not supported.</summary>
    SubscriptionIdentifiersNotSupported = 0xA1,

    /// <summary>Wildcards in filters are not supported.</summary>
    WildcardSubscriptionsNotSupported = 0xA2,
}
