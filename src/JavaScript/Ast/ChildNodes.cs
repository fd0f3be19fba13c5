using System.Collections;

namespace Acornima.Ast;

/// <summary>The children of a node in source order, enumerated without allocation.</summary>
public readonly struct ChildNodes : IEnumerable<Node>
{
    private readonly Node? _parent;

    internal ChildNodes(Node parent)
    {
        _parent = parent;
    }

    /// <summary>Tells whether there is no child.</summary>
    /// <returns><see langword="true"/> for a leaf.</returns>
    public bool IsEmpty()
    {
        var children = GetEnumerator();
        return !children.MoveNext();
    }

    /// <summary>Starts an enumeration.</summary>
    /// <returns>An enumerator before the first child.</returns>
    public Enumerator GetEnumerator() => new(_parent);

    IEnumerator<Node> IEnumerable<Node>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks the children of one node.</summary>
    /// <remarks>
    /// A node names its child slots in order, <c>next.From(A) ?? next.From(B)</c>, on every step; slots that were used up by
    /// earlier steps answer null. So a node needs no state of its own and absent children need no care.
    /// </remarks>
    public struct Enumerator : IEnumerator<Node>
    {
        private readonly Node? _parent;
        private IEnumerator<Node>? _foreign;
        private Node? _current;
        private int _used;
        private int _slot;
        private int _index;

        internal Enumerator(Node? parent)
        {
            _parent = parent;
        }

        /// <summary>The child last moved to.</summary>
        public readonly Node Current => _current!;

        readonly object IEnumerator.Current => _current!;

        /// <summary>Moves to the next child.</summary>
        /// <returns><see langword="false"/> behind the last.</returns>
        public bool MoveNext()
        {
            _slot = 0;
            _current = _parent?.NextChildNode(ref this);
            return _current is not null;
        }

        /// <summary>Not supported: ask the node again.</summary>
        /// <exception cref="NotSupportedException">Always.</exception>
        public readonly void Reset() => throw new NotSupportedException("Enumerate ChildNodes again instead of resetting.");

        /// <summary>Releases nothing; here because consumers were compiled against it.</summary>
        public readonly void Dispose()
        {
        }

        internal Node? From(Node? child)
        {
            if (_slot++ < _used)
            {
                return null;
            }

            _used++;
            return child;
        }

        internal Node? From<T>(in NodeList<T> children)
            where T : Node?
        {
            if (_slot++ < _used)
            {
                return null;
            }

            while (_index < children.Count)
            {
                if (children[_index++] is { } child)
                {
                    return child;
                }
            }

            _index = 0;
            _used++;
            return null;
        }

        internal Node? FromTemplate(in NodeList<TemplateElement> quasis, in NodeList<Expression> expressions)
        {
            var position = _used++;
            return position % 2 == 0
                ? position / 2 < quasis.Count ? quasis[position / 2] : null
                : position / 2 < expressions.Count ? expressions[position / 2] : null;
        }

        internal Node? FromForeign(Node parent)
        {
            _foreign ??= parent.ForeignChildNodes();
            return _foreign is not null && _foreign.MoveNext() ? _foreign.Current : null;
        }
    }
}
