using Busroot.Broker.Authorization;

namespace Busroot.Server.Pipeline;

/// <summary>The topics that are a device's own.</summary>
internal static class OwnedTopics
{
    /// <summary>True for the raw and signals topics of one device.</summary>
    public static bool Includes(string deviceId, ReadOnlySpan<byte> topic) =>
        BusrootTopic.TryParse(topic, out var parts) && parts.Kind != BusrootTopicKind.StationSignals && parts.DeviceId == deviceId;
}
