using System.Runtime.InteropServices;

namespace Busroot.Server.Pipeline.Lanes;

/// <summary>Stands for a publish: who sent it under which identifier, and what.</summary>
/// <param name="Sender">Of the client ID and packet identifier.</param>
/// <param name="Content">Of client, identifier, topic and payload; never 0.</param>
/// <remarks>Not for keeping: nobody gains from a collision but the device that makes it.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = 4)] // 12 bytes: with a time beside it, 16
internal readonly record struct PublishFingerprint(uint Sender, ulong Content)
{
    public static PublishFingerprint Of(ReadOnlySpan<char> clientId, ushort packetId, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        var sender = Mix(packetId + 1UL, MemoryMarshal.AsBytes(clientId));
        return new PublishFingerprint((uint)sender, Math.Max(1, Mix(Mix(sender, topic), payload)));
    }

    // Words rather than bytes: a payload costs a few dozen nanoseconds.
    private static ulong Mix(ulong hash, ReadOnlySpan<byte> bytes)
    {
        hash = Mix(hash, (ulong)bytes.Length);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mix(hash, MemoryMarshal.Read<ulong>(bytes));
        }

        foreach (var rest in bytes)
        {
            hash = Mix(hash, rest);
        }

        return hash;
    }

    private static ulong Mix(ulong hash, ulong word)
    {
        hash = (hash ^ word) * 0x9E37_79B9_7F4A_7C15; // 2^64 divided by the golden ratio
        return hash ^ (hash >> 32);
    }
}
