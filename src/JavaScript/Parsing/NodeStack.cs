using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Acornima.Ast;

namespace Acornima;

/// <summary>Gathers the children of unfinished nodes; each list is copied out once, at its exact length.</summary>
internal sealed class NodeStack
{
    private Node?[] _items = new Node?[64];
    private int _peak;

    public int Count { get; private set; }

    public void Push(Node? node)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        // Not _items[Count] = node: the array's type is known, so the check against it can be spared.
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_items), Count++) = node;
    }

    public Node? this[int index]
    {
        get => _items[index];
        set => _items[index] = value;
    }

    /// <summary>Takes everything pushed since <see cref="Count"/> was <paramref name="mark"/>.</summary>
    public NodeList<T> Take<T>(int mark)
        where T : Node?
    {
        var count = Count - mark;
        if (count == 0)
        {
            return default;
        }

        var items = new Node?[count];
        Array.Copy(_items, mark, items, 0, count);
        _peak = Math.Max(_peak, Count);
        Count = mark;
        return new NodeList<T>(items, count);
    }

    /// <summary>Forgets everything, so that no tree is kept alive.</summary>
    public void Reset()
    {
        Array.Clear(_items, 0, Math.Max(_peak, Count));
        _peak = Count = 0;
    }
}
