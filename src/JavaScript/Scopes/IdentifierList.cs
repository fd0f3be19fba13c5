using Acornima.Ast;

namespace Acornima;

/// <summary>A growing list of identifiers that keeps its array when cleared, unless that has grown large.</summary>
internal struct IdentifierList
{
    private const int LargestKept = 256;

    private Identifier[]? _items;

    public int Count { get; private set; }

    public void Add(Identifier item)
    {
        if (_items is null || Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Max(4, Count * 2));
        }

        _items[Count++] = item;
    }

    public void Clear()
    {
        if (Count > LargestKept)
        {
            _items = null;
        }
        else if (Count > 0)
        {
            Array.Clear(_items!, 0, Count);
        }

        Count = 0;
    }

    public readonly ReadOnlySpan<Identifier> AsSpan() => _items.AsSpan(0, Count);
}
