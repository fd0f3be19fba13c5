using System.Globalization;

namespace Busroot.Transformer.Signals;

/// <summary>Collects what rule runs publish: any number of flat JSON objects, one after the other in one block of memory.</summary>
/// <remarks>
/// Owner: one lane; not thread-safe. Cost: nothing is allocated once the buffer has grown to the largest batch seen.
/// Every object holds at least one signal, in the order of <see cref="SignalKey"/>, with canonical names and finite numbers in
/// shortest round-trip form.
/// </remarks>
public sealed class SignalBuffer
{
    // The longest object: eight names of at most 24 bytes with quotes, colon and comma, eight numbers of at most 24 bytes.
    private const int LongestObject = 2 + (SignalContract.Count * (24 + 4 + 24));

    private byte[] _bytes = new byte[4096];
    private Entry[] _entries = new Entry[64];
    private int _used;

    /// <summary>One publication.</summary>
    /// <param name="Station">The station whose topic it is for; null for the device's own signals topic.</param>
    /// <param name="Offset">Where its object starts in the buffer, in bytes.</param>
    /// <param name="Length">Length of its object in bytes.</param>
    public readonly record struct Entry(string? Station, int Offset, int Length);

    /// <summary>How many publications the buffer holds.</summary>
    public int Count { get; private set; }

    /// <summary>The publications in the order in which they were produced.</summary>
    public Entry this[int index] => index < Count ? _entries[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Reads the object of one publication.</summary>
    /// <returns>UTF-8 JSON such as <c>{"production_complete_good":5,"rssi":-65}</c>; valid until the next run or <see cref="Clear"/>.</returns>
    public ReadOnlySpan<byte> GetPayload(Entry entry) => _bytes.AsSpan(entry.Offset, entry.Length);

    /// <summary>Copies publications out, for those who need them longer.</summary>
    /// <param name="first">Index of the first one.</param>
    public IReadOnlyList<PublishedSignals> Copy(int first) =>
        [.. _entries.Take(Count).Skip(first).Select(entry => new PublishedSignals(entry.Station, GetPayload(entry).ToArray()))];

    /// <summary>Tells whether these are byte for byte the last publications of another buffer.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="first">Index of the first of those.</param>
    public bool IsEndOf(SignalBuffer other, int first)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < Count && Count == other.Count - first; i++)
        {
            var (mine, theirs) = (this[i], other[first + i]);
            if (mine.Station != theirs.Station || !GetPayload(mine).SequenceEqual(other.GetPayload(theirs)))
            {
                return false;
            }
        }

        return Count == other.Count - first;
    }

    /// <summary>Forgets all publications and keeps the memory.</summary>
    public void Clear()
    {
        Array.Clear(_entries, 0, Count); // lets go of station names
        Count = 0;
        _used = 0;
    }

    /// <summary>Takes back the publications after the first <paramref name="count"/>.</summary>
    internal void Truncate(int count)
    {
        if (count < Count)
        {
            _used = _entries[count].Offset;
            Array.Clear(_entries, count, Count - count);
            Count = count;
        }
    }

    /// <summary>Adds one publication; an empty set adds nothing.</summary>
    internal void Add(string? station, SignalSet signals)
    {
        if (signals.IsEmpty)
        {
            return;
        }

        Reserve();
        var start = _used;
        Write(signals);
        _entries[Count++] = new Entry(station, start, _used - start);
    }

    private void Reserve()
    {
        if (_bytes.Length - _used < LongestObject)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }
    }

    private void Write(SignalSet signals)
    {
        var separator = (byte)'{';
        for (var key = SignalKey.ProductionCompleteGood; key <= SignalKey.Rssi; key++)
        {
            if (!signals.Has(key))
            {
                continue;
            }

            _bytes[_used++] = separator;
            WriteName(SignalContract.Utf8Name(key));
            WriteNumber(signals[key]);
            separator = (byte)',';
        }

        _bytes[_used++] = (byte)'}';
    }

    private void WriteName(ReadOnlySpan<byte> name)
    {
        _bytes[_used++] = (byte)'"';
        name.CopyTo(_bytes.AsSpan(_used));
        _used += name.Length;
        _bytes[_used++] = (byte)'"';
        _bytes[_used++] = (byte)':';
    }

    private void WriteNumber(double value)
    {
        var free = _bytes.AsSpan(_used);
        var whole = (long)value;

        // Whole numbers are nearly all there is, and a long formats several times faster than a double.
        var written = 0;
        var fits = whole == value && Math.Abs(value) < 1e15
            ? whole.TryFormat(free, out written, provider: CultureInfo.InvariantCulture)
            : value.TryFormat(free, out written, "R", CultureInfo.InvariantCulture);
        System.Diagnostics.Debug.Assert(fits, "Reserve makes room for the longest number.");
        _used += written;
    }
}
