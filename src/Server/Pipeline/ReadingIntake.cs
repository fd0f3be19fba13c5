using System.Text;
using Busroot.Broker.Authorization;
using Busroot.Broker.Intake;
using Busroot.Broker.Routing;
using Busroot.Server.Pipeline.Lanes;
using Busroot.Storage.Readings;
using Busroot.Transformer.State;

namespace Busroot.Server.Pipeline;

/// <summary>Brings readings from the broker to the lanes of their devices.</summary>
/// <remarks>Threads: the broker loop only.</remarks>
internal sealed class ReadingIntake(IReadOnlyList<Lane> lanes, IReadOnlyList<RuleState> stored) : IReadingIntake
{
    private readonly Dictionary<string, PipelineDevice> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeviceState> _states = Restore(stored);

    public IntakeRoute? Resolve(ReadOnlySpan<byte> topic)
    {
        if (!BusrootTopic.TryParse(topic, out var parts))
        {
            return null;
        }

        var bytes = topic.ToArray();
        return parts.Kind switch
        {
            BusrootTopicKind.Raw => new ReadingRoute(bytes, Device(parts.DeviceId), native: false, target: null),
            BusrootTopicKind.DeviceSignals => new ReadingRoute(bytes, Device(parts.DeviceId), native: true, new TopicRoute(bytes)),

            // A station is not a device, but its signals too must keep their order: they go through the lane its name falls to.
            _ => new ReadingRoute(bytes, Device($"{parts.Account}/{StationName(parts.Station)}"), native: true, new TopicRoute(bytes)),
        };
    }

    public bool TryAccept(IntakeRoute route, in Reading reading)
    {
        var readings = (ReadingRoute)route;
        return readings.Device.Lane.TryAccept(readings, reading);
    }

    public void EndBatch()
    {
        foreach (var lane in lanes)
        {
            lane.HandOver();
        }
    }

    /// <summary>Ends what the rule of a device has running that may not send any more; what its rules remember stays.</summary>
    public void Stop(string deviceId)
    {
        if (_devices.TryGetValue(deviceId, out var device))
        {
            device.Lane.Stop(device);
        }
    }

    /// <summary>Forgets what was kept of a device that is no more.</summary>
    public void Forget(string deviceId)
    {
        _states.Remove(deviceId); // nor does one of that name, added anew, begin with it
        if (_devices.Remove(deviceId, out var device))
        {
            device.Lane.Forget(device);
        }
    }

    /// <summary>The device of that ID as the pipeline knows it, registered or not.</summary>
    public PipelineDevice Device(string id)
    {
        if (!_devices.TryGetValue(id, out var device))
        {
            var state = _states.Remove(id, out var stored) ? stored : new DeviceState();
            device = new PipelineDevice(id, lanes[Partition.Of(id) % lanes.Count], state);
            _devices.Add(id, device);
        }

        return device;
    }

    private static Dictionary<string, DeviceState> Restore(IReadOnlyList<RuleState> stored)
    {
        var states = new Dictionary<string, DeviceState>(StringComparer.Ordinal);
        foreach (var entry in stored)
        {
            if (!states.TryGetValue(entry.DeviceId, out var state))
            {
                states.Add(entry.DeviceId, state = new DeviceState());
            }

            state.Load(entry.RuleId, entry.Json);
        }

        return states;
    }

    private static string StationName(string station) => $"signals:{Convert.ToHexString(Encoding.UTF8.GetBytes(station))}";
}
