using Busroot.Broker.Intake;
using Busroot.Broker.Routing;
using Busroot.Server.Pipeline.Lanes;

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

    /// <summary>How often readings come on the topic. Lane only.</summary>
    public ArrivalRhythm Rhythm { get; } = device.RhythmOf(topic);

    /// <summary>Where signals of its readings go; lane only: native ones to the topic they came on, others to the device's own or a station's.</summary>
    /// <param name="station">The station the rule named; null for the device itself.</param>
    public TopicRoute TargetOf(string? station) => target ?? (station is null ? Device.Signals : Device.StationSignals(station));

    /// <summary>Integrators may watch raw payloads; native signals are seen only once they are checked.</summary>
    public override bool AlsoRouted => !Native;
}
