namespace Busroot.Mqtt.Packets;

/// <summary>When a subscriber gets the retained messages its filter matches. MQTT 5.0 §3.8.3.1.</summary>
public enum RetainHandling : byte
{
    /// <summary>Whenever it subscribes; the only way of 3.x.</summary>
    SendAlways = 0,

    /// <summary>Only when it was not subscribed before.</summary>
    SendWhenNew = 1,

    /// <summary>Never.</summary>
    SendNever = 2,
}

/// <summary>One line of SUBSCRIBE. MQTT 5.0 §3.8.3.</summary>
/// <param name="Filter">Well-formed UTF-8 on the wire; <see cref="Topics.TopicFilter"/> says whether it may be subscribed to.</param>
/// <param name="MaximumQos">Messages of a higher QoS arrive at this one.</param>
/// <param name="NoLocal">5.0: keep back what this client published itself; never with a shared filter. [MQTT-3.8.3-4]</param>
/// <param name="RetainAsPublished">5.0: keep the retain flag as the publisher set it.</param>
/// <param name="RetainHandling">5.0: when retained messages are sent.</param>
public readonly record struct Subscription(
    string Filter,
    QualityOfService MaximumQos,
    bool NoLocal = false,
    bool RetainAsPublished = false,
    RetainHandling RetainHandling = RetainHandling.SendAlways);
