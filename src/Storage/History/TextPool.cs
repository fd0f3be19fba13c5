using System.Buffers;
using System.Text;

namespace Busroot.Storage.History;

/// <summary>Makes one string of equal texts, so that what repeats in thousands of frames is allocated once and can be compared by reference.</summary>
/// <remarks>Not thread-safe; lives as long as one query or one compaction.</remarks>
internal sealed class TextPool
{
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

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
}
