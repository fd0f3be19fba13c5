using Busroot.Storage.History;

namespace Busroot.Server.Administration;

/// <summary>A device that sent frames while no rule served it, which have not been run since.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Frames">How many.</param>
/// <param name="First">Not later than the first of them.</param>
/// <param name="Last">Not earlier than the last of them.</param>
/// <param name="Topic">Of the oldest of them, as an example.</param>
/// <param name="Encoding">Of its payload, as in <see cref="HistoryView"/>.</param>
/// <param name="Payload">Its payload.</param>
internal sealed record UnmappedView(string DeviceId, long Frames, DateTimeOffset First, DateTimeOffset Last, string? Topic, string? Encoding, string? Payload)
{
    public static UnmappedView Of(UnmappedDevice device, StoredFrame? example)
    {
        PayloadText? payload = example is null ? null : PayloadText.Of(example.Payload.Span);
        return new UnmappedView(device.DeviceId, device.Frames, device.First, device.Last, example?.Topic, payload?.Encoding, payload?.Text);
    }
}
