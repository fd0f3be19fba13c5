using System.Runtime.InteropServices;

namespace Acornima;

/// <summary>How each of a scope's names is declared. Keeps its memory when cleared, unless it has grown large.</summary>
internal sealed class NameMap
{
    private const int LongestLinearSearch = 12; // short lists of interned names are faster walked than hashed
    private const int LargestKept = 256;

    private (string Name, Bindings Bindings)[] _names = new (string, Bindings)[4];
    private Dictionary<string, int>? _index;

    public int Count { get; private set; }

    public Bindings Find(string name)
    {
        var at = IndexOf(name);
        return at < 0 ? Bindings.None : _names[at].Bindings;
    }

    /// <summary>Finds a name's bindings to change them; adds the name if need be.</summary>
    public ref Bindings Of(string name)
    {
        var at = IndexOf(name);
        if (at < 0)
        {
            at = Count++;
            if (at == _names.Length)
            {
                Array.Resize(ref _names, at * 2);
            }

            _names[at] = (name, Bindings.None);
            if (Count > LongestLinearSearch)
            {
                Index(at);
            }
        }

        return ref _names[at].Bindings;
    }

    public void Clear()
    {
        if (Count > LargestKept)
        {
            _names = new (string, Bindings)[4];
            _index = null;
        }
        else
        {
            Array.Clear(_names, 0, Count);
            _index?.Clear();
        }

        Count = 0;
    }

    // Names come from one name table, so the reference decides.
    private int IndexOf(string name)
    {
        if (Count > LongestLinearSearch)
        {
            return _index!.TryGetValue(name, out var found) ? found : -1;
        }

        for (var at = 0; at < Count; at++)
        {
            if (ReferenceEquals(_names[at].Name, name))
            {
                return at;
            }
        }

        return -1;
    }

    private void Index(int from)
    {
        _index ??= new Dictionary<string, int>(ByReference.Instance);
        for (var at = _index.Count == 0 ? 0 : from; at < Count; at++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_index, _names[at].Name, out _) = at;
        }
    }
}
