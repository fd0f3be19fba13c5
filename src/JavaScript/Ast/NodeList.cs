using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Acornima.Ast;

/// <summary>Makes node lists.</summary>
public static class NodeList
{
    /// <summary>Wraps an array; the list is a view, so the array must not change afterwards.</summary>
    /// <typeparam name="T">The kind of node.</typeparam>
    /// <param name="items">In source order.</param>
    /// <returns>The list.</returns>
    public static NodeList<T> From<T>(params T[] items)
        where T : Node?
    {
        ArgumentNullException.ThrowIfNull(items);
        return new NodeList<T>(items, items.Length);
    }

    /// <summary>Copies a sequence.</summary>
    /// <typeparam name="T">The kind of node.</typeparam>
    /// <param name="source">In source order.</param>
    /// <returns>The list.</returns>
    public static NodeList<T> From<T>(IEnumerable<T> source)
        where T : Node? =>
        From(source.ToArray());
}

/// <summary>An immutable list of nodes: a struct over an array.</summary>
/// <typeparam name="T">The kind of node; nullable where holes may occur.</typeparam>
public readonly struct NodeList<T> : IReadOnlyList<T>
    where T : Node?
{
    // Held as Node[] whatever T is: the parser gathers children of all kinds on one stack and copies a slice of it in one move.
    private readonly Node?[]? _items;
    private readonly int _count;

    internal NodeList(Node?[]? items, int count)
    {
        _items = items;
        _count = count;
    }

    /// <summary>How many there are.</summary>
    public int Count => _count;

    /// <summary>One of them.</summary>
    /// <param name="index">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none at that index.</exception>
    public T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)_count)
            {
                throw new ArgumentOutOfRangeException(nameof(index));
            }

            // Not _items[index]: taking a reference into an array of another exact type would throw.
            return Unsafe.As<Node?, T>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_items!), index));
        }
    }

    /// <summary>All of them, without a copy.</summary>
    /// <returns>A view in source order.</returns>
    public ReadOnlySpan<T> AsSpan() => _count == 0
        ? default
        : MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Node?, T>(ref MemoryMarshal.GetArrayDataReference(_items!)), _count);

    /// <summary>Starts an enumeration.</summary>
    /// <returns>An enumerator before the first node.</returns>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks one list.</summary>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly NodeList<T> _list;
        private int _index;

        internal Enumerator(in NodeList<T> list)
        {
            _list = list;
            _index = -1;
        }

        /// <summary>The node last moved to.</summary>
        public readonly T Current => _list[_index];

        readonly object? IEnumerator.Current => Current;

        /// <summary>Moves to the next node.</summary>
        /// <returns><see langword="false"/> behind the last.</returns>
        public bool MoveNext() => ++_index < _list._count;

        /// <summary>Moves back before the first node.</summary>
        public void Reset() => _index = -1;

        /// <summary>Releases nothing; here because consumers were compiled against it.</summary>
        public readonly void Dispose()
        {
        }
    }
}
