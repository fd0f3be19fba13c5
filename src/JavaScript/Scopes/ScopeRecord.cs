using System.Runtime.InteropServices;
using Acornima.Ast;

namespace Acornima;

/// <summary>One scope while it is being parsed. Pooled by <see cref="ScopeStack"/>.</summary>
internal sealed class ScopeRecord
{
    private const int LongestLinearSearch = 12; // short lists of interned names are faster walked than hashed

    public IdentifierList Var;
    public IdentifierList Lexical;
    public IdentifierList Functions;

    // The distinct names and how each is declared; beyond the limit _index knows them by name.
    private (string Name, Bindings Bindings)[] _names = new (string, Bindings)[4];
    private Dictionary<string, int>? _index;
    private int _count;

    public ScopeKind Kind { get; private set; }

    /// <summary>Whether <c>var</c> declarations go no further out.</summary>
    public bool HoldsVar => Kind >= ScopeKind.Function;

    /// <summary>Whether functions declared here behave like <c>var</c>: at the top of functions, scripts and static blocks.</summary>
    public bool FunctionsAreVar => Kind is ScopeKind.Function or ScopeKind.Script or ScopeKind.StaticBlock;

    public void Open(ScopeKind kind) => Kind = kind;

    public void Clear()
    {
        Var.Clear();
        Lexical.Clear();
        Functions.Clear();
        Array.Clear(_names, 0, _count);
        _count = 0;
        _index?.Clear();
    }

    public Bindings Find(string name)
    {
        var at = IndexOf(name);
        return at < 0 ? Bindings.None : _names[at].Bindings;
    }

    /// <summary>Adds a declaration; a name's first <c>var</c> is the only one listed.</summary>
    public void Add(Identifier identifier, Bindings binding)
    {
        ref var bindings = ref BindingsOf(identifier.Name);
        if ((binding & Bindings.Function) != 0)
        {
            // The name counts as sloppily declared only while every declaration of it is.
            binding &= ~(bindings != Bindings.None && (bindings & Bindings.SloppyFunction) == 0 ? Bindings.SloppyFunction : Bindings.None);
            bindings = (binding & Bindings.SloppyFunction) == 0 ? bindings & ~Bindings.SloppyFunction : bindings;
            Functions.Add(identifier);
        }
        else if ((binding & Bindings.Var) == 0)
        {
            Lexical.Add(identifier);
        }
        else if ((bindings & Bindings.Var) == 0)
        {
            Var.Add(identifier);
        }

        bindings |= binding;
    }

    private ref Bindings BindingsOf(string name)
    {
        var at = IndexOf(name);
        if (at < 0)
        {
            at = _count++;
            if (at == _names.Length)
            {
                Array.Resize(ref _names, at * 2);
            }

            _names[at] = (name, Bindings.None);
            if (_count > LongestLinearSearch)
            {
                Index(at);
            }
        }

        return ref _names[at].Bindings;
    }

    // Names come from one name table, so the reference decides.
    private int IndexOf(string name)
    {
        if (_count > LongestLinearSearch)
        {
            return _index!.TryGetValue(name, out var found) ? found : -1;
        }

        for (var at = 0; at < _count; at++)
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
        for (var at = _index.Count == 0 ? 0 : from; at < _count; at++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_index, _names[at].Name, out _) = at;
        }
    }
}
