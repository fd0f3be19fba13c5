using Busroot.Broker.Routing;
using Busroot.Mqtt;

namespace Busroot.Broker.Sessions;

/// <summary>One message for one session. Holds a reference on the message; whoever removes it from its queue or window releases it.</summary>
internal readonly record struct Delivery(Message Message, QualityOfService Qos, bool Retain, int[]? Identifiers)
{
    /// <summary>Its place among the deliveries that are stored; zero while its session is not.</summary>
    public long Order { get; init; }
}
