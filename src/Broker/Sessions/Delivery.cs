using Busroot.Broker.Routing;
using Busroot.Mqtt;

namespace Busroot.Broker.Sessions;

/// <summary>One message for one session. Holds a reference on the message; whoever removes it from its queue or window releases it.</summary>
internal readonly record struct Delivery(Message Message, QualityOfService Qos, bool Retain, int[]? Identifiers)
{
    /// <summary>The group the session received it for: another member gets it when the session ends first.</summary>
    public ShareGroup? Share { get; init; }

    /// <summary>Its place among the deliveries that are stored; zero while its session is not.</summary>
    public long Order { get; init; }
}
