namespace Busroot.Server.Pipeline.Lanes;

/// <summary>Remembers a device's last QoS 1 and 2 publishes, so that one sent again after a lost connection or a crash is answered and not counted twice.</summary>
/// <remarks>
/// A publish is sent again when it has the DUP flag, and topic and payload of the newest that came from its client under its packet identifier: an
/// identifier that was used for something else since was free in between, so what had it before is settled. 16 bytes each, none for a device that
/// publishes at QoS 0. Source: MQTT 5.0 §2.2.1, §3.3.1.1, §4.4. Threads: the lane only.
/// </remarks>
/// <param name="most">How many are kept; at least as many as the device's clients may have unanswered.</param>
internal sealed class Redeliveries(int most)
{
    private const int Fewest = 8;
    private const uint YoungMilliseconds = 60_000;

    private Entry[] _ring = [];
    private int _next;
    private int _count;

    /// <summary>True unless it knows as many as clients have unanswered; then what is not in it is not in the history either.</summary>
    public bool MayHaveForgotten => _count < most || _ring.Length < most;

    /// <summary>Whether a publish is one of those that were added.</summary>
    /// <returns>Null when nothing is known of its client and packet identifier.</returns>
    public bool? IsKnown(PublishFingerprint publish)
    {
        for (var back = 1; back <= _ring.Length; back++)
        {
            ref readonly var entry = ref _ring[(_next - back + _ring.Length) % _ring.Length];
            if (entry.Publish.Sender == publish.Sender && entry.Publish.Content != 0)
            {
                return entry.Publish.Content == publish.Content;
            }
        }

        return null;
    }

    /// <param name="publish">A publish that has run.</param>
    /// <param name="milliseconds">When it ran; not when it arrived, which may be long ago, for as many as the disk has kept waiting.</param>
    public void Add(PublishFingerprint publish, long milliseconds)
    {
        var now = (uint)milliseconds; // differences hold for 49 days; past that, a ring may grow without need
        if (_count >= _ring.Length && (_ring.Length == 0 || (_ring.Length < most && now - _ring[_next].Milliseconds < YoungMilliseconds)))
        {
            Grow();
        }

        _ring[_next] = new Entry(publish, now);
        _next = (_next + 1) % _ring.Length;
        _count = Math.Min(_count + 1, most);
    }

    private void Grow()
    {
        var larger = new Entry[Math.Min(Math.Max(_ring.Length * 2, Fewest), most)];
        for (var i = 0; i < _ring.Length; i++)
        {
            larger[i] = _ring[(_next + i) % _ring.Length];
        }

        _next = _ring.Length;
        _ring = larger;
    }

    private readonly record struct Entry(PublishFingerprint Publish, uint Milliseconds);
}
