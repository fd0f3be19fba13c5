using System.Runtime.InteropServices;

namespace Busroot.Server.Pipeline.Lanes;

/// <summary>Remembers a device's last QoS 1 and 2 publishes, so that one sent again after a lost connection or a crash is answered and not counted twice.</summary>
/// <remarks>
/// A publish is the same when it has the DUP flag, and client ID, packet identifier, topic and payload of one before: a client repeats
/// only what it has not seen answered, so the last few hundred are enough. 16 bytes each, none for a device that publishes at QoS 0.
/// Source: MQTT 5.0 §3.3.1.1, §4.4. Threads: the lane only.
/// </remarks>
internal sealed class Redeliveries
{
    private const int Fewest = 8;
    private const int Most = 256; // the default Receive Maximum: no client has more unanswered
    private static readonly long YoungMilliseconds = (long)TimeSpan.FromMinutes(1).TotalMilliseconds;

    private Entry[] _ring = [];
    private int _next;
    private int _count;

    /// <summary>True unless it knows as many as a client has unanswered; then what is not in it is not in the history either.</summary>
    public bool MayHaveForgotten => _count < Most || _ring.Length < Most;

    /// <summary>Tells a publish from all others of its device.</summary>
    public static ulong Fingerprint(ReadOnlySpan<char> clientId, ushort packetId, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload) =>
        Mix(Mix(Mix(packetId + 1UL, MemoryMarshal.AsBytes(clientId)), topic), payload);

    public bool Contains(ulong fingerprint)
    {
        foreach (ref readonly var entry in _ring.AsSpan())
        {
            if (entry.Fingerprint == fingerprint)
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="fingerprint">Of a publish that has run.</param>
    /// <param name="milliseconds">When it ran; not when it arrived, which may be long ago, for as many as the disk has kept waiting.</param>
    public void Add(ulong fingerprint, long milliseconds)
    {
        if (_count >= _ring.Length && (_ring.Length == 0 || (_ring.Length < Most && milliseconds - _ring[_next].Milliseconds < YoungMilliseconds)))
        {
            Grow();
        }

        _ring[_next] = new Entry(fingerprint, milliseconds);
        _next = (_next + 1) % _ring.Length;
        _count = Math.Min(_count + 1, Most);
    }

    // Words rather than bytes: a payload costs a few dozen nanoseconds. Nobody gains from a collision but the device that makes it.
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

    private void Grow()
    {
        var larger = new Entry[Math.Max(Fewest, _ring.Length * 2)];
        for (var i = 0; i < _ring.Length; i++)
        {
            larger[i] = _ring[(_next + i) % _ring.Length];
        }

        _next = _ring.Length;
        _ring = larger;
    }

    private readonly record struct Entry(ulong Fingerprint, long Milliseconds);
}
