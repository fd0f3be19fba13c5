namespace Busroot.Broker.Sessions;

/// <summary>A set of packet identifiers as a bit each: never more than 8 KiB, whatever a client sends. Threads: the broker loop only.</summary>
internal sealed class PacketIdSet
{
    private ulong[] _bits = [];

    /// <summary>Identifiers in the set.</summary>
    public int Count { get; private set; }

    public bool Contains(ushort packetId) => packetId >> 6 < _bits.Length && (_bits[packetId >> 6] & Bit(packetId)) != 0;

    /// <summary>Adds an identifier.</summary>
    /// <returns>False when it was there already.</returns>
    public bool Add(ushort packetId)
    {
        if (Contains(packetId))
        {
            return false;
        }

        if (packetId >> 6 >= _bits.Length)
        {
            Array.Resize(ref _bits, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(packetId >> 6) + 1));
        }

        _bits[packetId >> 6] |= Bit(packetId);
        Count++;
        return true;
    }

    /// <summary>Removes an identifier.</summary>
    /// <returns>False when it was not there.</returns>
    public bool Remove(ushort packetId)
    {
        if (!Contains(packetId))
        {
            return false;
        }

        _bits[packetId >> 6] &= ~Bit(packetId);
        Count--;
        return true;
    }

    public void Clear()
    {
        _bits = [];
        Count = 0;
    }

    private static ulong Bit(ushort packetId) => 1UL << (packetId & 63);
}
