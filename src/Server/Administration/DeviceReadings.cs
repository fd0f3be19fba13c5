using Busroot.Broker.Identity;
using Busroot.Storage.History;
using Busroot.Transformer.Profiles;

namespace Busroot.Server.Administration;

/// <summary>The newest raw readings of a device, to see what it is like.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Readings">In the order of arrival, at least one; without native signals, redeliveries and replays.</param>
/// <param name="Rule">The rule that ran on the last of them; null when none did.</param>
internal sealed record DeviceReadings(string DeviceId, IReadOnlyList<RecordedReading> Readings, string? Rule)
{
    /// <summary>How many readings are looked at unless somebody says otherwise.</summary>
    public const int DefaultLimit = 1000;

    private const int MostReadings = 5000;
    private const int MostBytes = 16 * 1024 * 1024;
    private const int MostFrames = 50_000; // of which most may be no raw readings
    private const int Page = 200;

    /// <summary>Reads them.</summary>
    /// <param name="history">Where they are.</param>
    /// <param name="registry">Knows the devices.</param>
    /// <param name="deviceId">The device; one that was removed may have history.</param>
    /// <param name="limit">How many at most, 1 to 5,000; fewer when they hold more than 16 MiB.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="AdministrationException">There is no such device, or nothing of it is recorded, or a field cannot be accepted.</exception>
    /// <exception cref="Storage.StorageException">The history cannot be read.</exception>
    public static DeviceReadings Read(HistoryStore history, Registry registry, string deviceId, int limit, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MostReadings)
        {
            throw AdministrationException.Invalid([("limit", $"1 to {MostReadings} readings are looked at.")]);
        }

        var newest = Newest(history, deviceId, limit, cancellationToken);
        if (newest.Count == 0)
        {
            throw registry.TryFind(deviceId, out _)
                ? new AdministrationException(AdministrationFault.NotFound, $"Nothing that {deviceId} sent to its raw topic busroot/v1/dau/{deviceId} is recorded, so there is nothing to look at.")
                : AdministrationException.NotFound("device", deviceId);
        }

        var rule = newest[0].RuleId;
        newest.Reverse();
        return new DeviceReadings(deviceId, [.. newest.Select(frame => new RecordedReading(frame.Topic, frame.Payload, frame.At, frame.Retain))], rule);
    }

    private static List<StoredFrame> Newest(HistoryStore history, string deviceId, int limit, CancellationToken cancellationToken)
    {
        var found = new List<StoredFrame>();
        var (bytes, frames) = (0L, 0);
        var query = new HistoryQuery { DeviceId = deviceId, Limit = Page };
        while (frames < MostFrames && history.Read(query) is { Count: > 0 } page)
        {
            foreach (var frame in page.Where(frame => !frame.Native && frame.Outcome != FrameOutcome.Duplicate && frame.ReplayOf == 0))
            {
                cancellationToken.ThrowIfCancellationRequested();
                bytes += frame.Payload.Length;
                if (found.Count == limit || (bytes > MostBytes && found.Count > 0))
                {
                    return found;
                }

                found.Add(frame);
            }

            frames += page.Count;
            query = query with { Before = page[^1].Sequence };
        }

        return found;
    }
}
