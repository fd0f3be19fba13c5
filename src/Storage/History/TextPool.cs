using System.Buffers;
using System.Text;
using Busroot.Broker.Routing;

namespace Busroot.Storage.History;

/// <summary>Makes one string of equal texts and one object of equal origins, so that what repeats in thousands of runs is read once and can be compared by reference.</summary>
/// <remarks>Not thread-safe; lives as long as one query or one compaction.</remarks>
internal sealed class TextPool
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    private readonly Dictionary<byte[], FrameOrigin> _origins = new(Utf8Comparer.Instance);

    public TextPool() => _bySpan = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

    public string Get(ReadOnlySpan<byte> utf8)
    {
        var room = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(utf8.Length));
        var text = room.AsSpan(0, Encoding.UTF8.GetChars(utf8, room));
        if (!_bySpan.TryGetValue(text, out var known))
        {
            _texts.Add(known = text.ToString());
        }

        ArrayPool<char>.Shared.Return(room);
        return known;
    }

    /// <exception cref="InvalidDataException">The definition is none.</exception>
    public FrameOrigin Origin(ReadOnlySpan<byte> definition)
    {
        var known = _origins.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!known.TryGetValue(definition, out var origin))
        {
            known[definition] = origin = FrameOrigin.Parse(definition, this);
        }

        return origin;
    }
}
