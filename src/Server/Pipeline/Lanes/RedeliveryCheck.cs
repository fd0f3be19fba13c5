using Busroot.Mqtt;
using Busroot.Storage;
using Busroot.Storage.History;

namespace Busroot.Server.Pipeline.Lanes;

/// <summary>Knows a publish that was run before and came again, by what its device remembers and, after a start, by the history.</summary>
/// <remarks>Owner: one lane.</remarks>
internal sealed class RedeliveryCheck(HistoryStore history, TimeProvider time)
{
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromDays(1); // a client that comes back after longer may repeat a value by chance

    /// <summary>True when the reading was run before; remembers it if not.</summary>
    public bool IsRedelivery(in BatchedReading reading, ReadOnlySpan<byte> payload)
    {
        if (reading.Qos == QualityOfService.AtMostOnce || reading.PacketId == 0)
        {
            return false;
        }

        var seen = reading.Route.Device.Redeliveries;
        var fingerprint = Redeliveries.Fingerprint(reading.ClientId, reading.PacketId, reading.Route.Topic, payload);
        if (reading.Dup && (seen.Contains(fingerprint) || (seen.MayHaveForgotten && WasStored(reading, payload))))
        {
            return true;
        }

        seen.Add(fingerprint, time.GetUtcNow().ToUnixTimeMilliseconds());
        return false;
    }

    /// <summary>Looks for the publish in the history: it may have been stored just before the process was killed, and never answered.</summary>
    private bool WasStored(in BatchedReading reading, ReadOnlySpan<byte> payload)
    {
        try
        {
            return history.FindPublish(
                reading.Route.Device.Id, reading.ClientId, reading.PacketId, reading.Route.Topic, payload, since: reading.At - LongestAbsence) is not null;
        }
        catch (StorageException)
        {
            return false; // a history that cannot be read must not cost a reading; the committer reports the disk
        }
    }
}
