using System.Collections.Immutable;
using System.Text;

namespace Busroot.Transformer.Payloads;

/// <summary>The wanted paths as a tree of names and indexes, walked beside the payload. Threads: immutable once built.</summary>
internal sealed class JsonTree
{
    private readonly List<(byte[] Name, JsonTree Child)> _named = [];
    private readonly List<(int Index, JsonTree Child)> _indexed = [];
    private readonly List<int> _below = [];

    /// <summary>The slot of the value at this place; -1 when only something below it is wanted.</summary>
    public int Slot { get; private set; } = -1;

    public bool HasNames => _named.Count > 0;

    public bool HasIndexes => _indexed.Count > 0;

    /// <summary>Whether an index counts from the end, so that the array's length must be known first.</summary>
    public bool CountsFromEnd { get; private set; }

    /// <summary>The slots of this place and everything below it.</summary>
    public IReadOnlyList<int> Slots => _below;

    /// <summary>The tree of the paths that are singular queries.</summary>
    public static JsonTree Of(ImmutableArray<JsonPath> paths)
    {
        var root = new JsonTree();
        for (var slot = 0; slot < paths.Length; slot++)
        {
            if (paths[slot].Query is not null)
            {
                continue;
            }

            root.Add(paths[slot].Segments.AsSpan(), slot);
        }

        return root;
    }

    /// <summary>The place below a member name, given as it stands in the payload; null when it is not wanted.</summary>
    public JsonTree? Below(ReadOnlySpan<byte> name)
    {
        foreach (var (wanted, child) in _named)
        {
            if (name.SequenceEqual(wanted))
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>The places below an array element; an element can be wanted as [0] and as [-1] at once.</summary>
    /// <param name="index">From the start.</param>
    /// <param name="length">Length of the array; anything when no index counts from the end.</param>
    /// <param name="from">Where to go on searching: 0 at first, then as this method left it.</param>
    public JsonTree? NextBelow(int index, int length, ref int from)
    {
        while (from < _indexed.Count)
        {
            var (wanted, child) = _indexed[from++];
            if (wanted == index || wanted == index - length)
            {
                return child;
            }
        }

        return null;
    }

    private void Add(ReadOnlySpan<PathSegment> segments, int slot)
    {
        _below.Add(slot);
        if (segments.IsEmpty)
        {
            Slot = slot;
            return;
        }

        var child = segments[0].Name is { } name ? NamedChild(Encoding.UTF8.GetBytes(name)) : IndexedChild(segments[0].Index);
        child.Add(segments[1..], slot);
    }

    private JsonTree NamedChild(byte[] name)
    {
        if (Below(name) is { } known)
        {
            return known;
        }

        var child = new JsonTree();
        _named.Add((name, child));
        return child;
    }

    private JsonTree IndexedChild(int index)
    {
        foreach (var (wanted, known) in _indexed)
        {
            if (wanted == index)
            {
                return known;
            }
        }

        var child = new JsonTree();
        _indexed.Add((index, child));
        CountsFromEnd |= index < 0;
        return child;
    }
}
