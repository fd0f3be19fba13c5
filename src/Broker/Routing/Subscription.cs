using Busroot.Broker.Sessions;
using Busroot.Mqtt;

namespace Busroot.Broker.Routing;

/// <summary>One session's interest in one filter, with the options it asked for.</summary>
/// <remarks>Source: MQTT 5.0 §3.8.3.1. Replaced as a whole when the session subscribes to the same filter again.</remarks>
public sealed class Subscription
{
    /// <summary>Who receives.</summary>
    public required Session Session { get; init; }

    /// <summary>The filter as subscribed, the share prefix included.</summary>
    public required string Filter { get; init; }

    /// <summary>Highest QoS the subscriber wants.</summary>
    public required QualityOfService MaximumQos { get; init; }

    /// <summary>Messages of the subscribing session itself are not sent back to it.</summary>
    public bool NoLocal { get; init; }

    /// <summary>The RETAIN flag is forwarded as the publisher set it.</summary>
    public bool RetainAsPublished { get; init; }

    /// <summary>1 to 268,435,455, or 0 when none was given.</summary>
    public int Identifier { get; init; }

    /// <summary>Where the subscription stands among those of its filter; kept by <see cref="SubscriptionTree"/> alone.</summary>
    internal int Slot { get; set; }
}
