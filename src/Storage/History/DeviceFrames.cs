namespace Busroot.Storage.History;

/// <summary>The frames of one device among the rows a compaction moves, in order.</summary>
internal sealed record DeviceFrames(string DeviceId, List<EncodedFrame> Frames)
{
    public bool HasUnmapped => Frames.Exists(frame => frame.Outcome == FrameOutcome.Unmapped);

    /// <summary>Sorts rows by device, in ordinal order; what is moved already is left out.</summary>
    public static List<DeviceFrames> Of(IEnumerable<TailRow> rows, CompactionMark mark)
    {
        var devices = new Dictionary<string, DeviceFrames>(StringComparer.Ordinal);
        foreach (var frame in rows.SelectMany(row => row.Frames))
        {
            var id = frame.DeviceId;
            if (frame.Sequence <= mark.FloorOf(id))
            {
                continue;
            }

            if (!devices.TryGetValue(id, out var device))
            {
                devices.Add(id, device = new DeviceFrames(id, []));
            }

            device.Frames.Add(frame);
        }

        return [.. devices.Values.OrderBy(device => device.DeviceId, StringComparer.Ordinal)];
    }
}
