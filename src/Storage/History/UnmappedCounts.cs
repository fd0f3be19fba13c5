namespace Busroot.Storage.History;

/// <summary>Adds up unmapped frames by device.</summary>
internal sealed class UnmappedCounts
{
    private readonly Dictionary<string, (long Frames, long First, long Last)> _devices = new(StringComparer.Ordinal);

    public void Add(string deviceId, long frames, long first, long last) => _devices[deviceId] = _devices.TryGetValue(deviceId, out var known)
        ? (known.Frames + frames, Math.Min(known.First, first), Math.Max(known.Last, last))
        : (frames, first, last);

    /// <summary>Takes away frames that have run since; a device without others is left out.</summary>
    public void Subtract(string deviceId, long frames)
    {
        if (_devices.TryGetValue(deviceId, out var known) && known.Frames > frames)
        {
            _devices[deviceId] = (known.Frames - frames, known.First, known.Last);
        }
        else
        {
            _devices.Remove(deviceId);
        }
    }

    public IReadOnlyList<UnmappedDevice> List() =>
        [.. _devices
            .Select(device => new UnmappedDevice(
                device.Key, device.Value.Frames, DateTimeOffset.FromUnixTimeMilliseconds(device.Value.First), DateTimeOffset.FromUnixTimeMilliseconds(device.Value.Last)))
            .OrderByDescending(device => device.Frames).ThenBy(device => device.DeviceId, StringComparer.Ordinal)];
}
