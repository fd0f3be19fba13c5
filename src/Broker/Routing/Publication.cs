using Busroot.Broker.Sessions;
using Busroot.Mqtt;

namespace Busroot.Broker.Routing;

/// <summary>A message on its way to subscribers; a view into the bytes it arrived in.</summary>
public readonly ref struct Publication
{
    /// <summary>Its topic, with what is known of the topic's subscribers.</summary>
    public required TopicRoute Route { get; init; }

    /// <summary>Application bytes.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>5.0 properties that travel with the message: without expiry, alias and subscription identifiers.</summary>
    public ReadOnlySpan<byte> Properties { get; init; }

    /// <summary>QoS it was published with.</summary>
    public QualityOfService Qos { get; init; }

    /// <summary>RETAIN flag as published.</summary>
    public bool Retain { get; init; }

    /// <summary>When it must no longer be delivered, in <see cref="BrokerClock"/> milliseconds; <see cref="long.MaxValue"/> for never.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>Who published, or null for the service itself.</summary>
    public Session? Publisher { get; init; }
}
