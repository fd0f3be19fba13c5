namespace Busroot.Server.Pipeline;

/// <summary>The fixed share of the fleet a device belongs to.</summary>
/// <remarks>
/// FNV-1a (64 bit: offset 14695981039346656037, prime 1099511628211) over the UTF-8 bytes of the Device ID, its eight bytes
/// folded into one by exclusive or. Never to change: partitions are leased and stored by number. Source: docs/decisions/0003-one-broker-loop.md.
/// </remarks>
internal static class Partition
{
    /// <summary>How many partitions there are, for ever.</summary>
    public const int Count = 256;

    /// <summary>The partition of a device.</summary>
    /// <param name="deviceId">Device ID; ASCII by definition.</param>
    public static byte Of(string deviceId)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in deviceId)
        {
            hash = (hash ^ (byte)character) * 1099511628211UL;
        }

        hash ^= hash >> 32;
        hash ^= hash >> 16;
        return (byte)(hash ^ (hash >> 8));
    }
}
