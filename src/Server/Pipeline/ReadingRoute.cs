using Busroot.Broker.Intake;
using Busroot.Broker.Routing;

namespace Busroot.Server.Pipeline;

/// <summary>What readings on one topic are, and whose.</summary>
/// <param name="topic">The topic in UTF-8; shared, never changed.</param>
/// <param name="device">The device the readings belong to.</param>
/// <param name="native">True when the payload is signals already and is only checked.</param>
/// <param name="target">For native signals, the topic they go out on: the one they came on.</param>
internal sealed class ReadingRoute(byte[] topic, PipelineDevice device, bool native, TopicRoute? target) : IntakeRoute
{
    public byte[] Topic { get; } = topic;

    public PipelineDevice Device { get; } = device;

    public bool Native { get; } = native;

    public TopicRoute? Target { get; } = target;

    /// <summary>Integrators may watch raw payloads; native signals are seen only once they are checked.</summary>
    public override bool AlsoRouted => !Native;
}
