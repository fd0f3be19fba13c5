using Acornima.Ast;

namespace Acornima;

/// <summary>The open scopes, innermost last, and the rules about declaring a name twice.</summary>
internal sealed class ScopeStack
{
    private readonly List<ScopeRecord> _records = [];
    private int _depth;

    public ScopeRecord Current => _records[_depth - 1];

    public void Open(ScopeKind kind)
    {
        if (_depth == _records.Count)
        {
            _records.Add(new ScopeRecord());
        }

        _records[_depth++].Open(kind);
    }

    /// <summary>Closes the innermost scope; its <c>var</c> names go on to the one around it.</summary>
    public void Close()
    {
        var closed = _records[--_depth];
        if (_depth > 0 && !closed.HoldsVar && closed.Var.Count > 0)
        {
            Current.Absorb(closed);
        }

        closed.Clear();
    }

    /// <summary>Forgets everything, also after a text that failed in the middle.</summary>
    public void Reset()
    {
        while (_depth > 0)
        {
            _records[--_depth].Clear();
        }
    }

    /// <summary>Declares a <c>var</c>.</summary>
    /// <returns><see langword="false"/> when a scope it is hoisted through declares the name lexically.</returns>
    public bool TryDeclareVar(Identifier identifier)
    {
        for (var at = _depth - 1; ; at--)
        {
            var scope = _records[at];
            var existing = scope.FindDeclared(identifier.Name);
            var conflicts = (existing & Bindings.Lexical) != 0
                || ((existing & Bindings.Function) != 0 && !scope.FunctionsAreVar);
            if (conflicts && (existing & Bindings.CatchParameter) == 0)
            {
                return false;
            }

            if (scope.HoldsVar)
            {
                Current.AddVar(identifier);
                return true;
            }
        }
    }

    /// <summary>Declares <c>let</c>, <c>const</c>, <c>using</c>, a class, an import or a catch clause's parameter.</summary>
    /// <returns><see langword="false"/> when the scope knows the name already.</returns>
    public bool TryDeclareLexical(Identifier identifier, Bindings also = Bindings.None)
    {
        if (Current.Find(identifier.Name) != Bindings.None)
        {
            return false;
        }

        Current.AddLexical(identifier, Bindings.Lexical | also);
        return true;
    }

    /// <summary>Declares a function; <paramref name="sloppy"/> when it is neither strict, async nor a generator.</summary>
    /// <returns><see langword="false"/> when the scope knows the name in a way that does not allow it.</returns>
    public bool TryDeclareFunction(Identifier identifier, bool sloppy)
    {
        var scope = Current;
        var existing = scope.Find(identifier.Name);
        var conflicts = scope.FunctionsAreVar
            ? (existing & Bindings.Lexical) != 0
            : existing != Bindings.None && !(sloppy && (existing & ~Bindings.Function) == Bindings.SloppyFunction);
        if (conflicts)
        {
            return false;
        }

        scope.AddFunction(identifier, sloppy);
        return true;
    }

    /// <summary>Declares a parameter of the innermost function.</summary>
    /// <returns><see langword="false"/> when there is one of that name already.</returns>
    public bool TryDeclareParameter(Identifier identifier)
    {
        if (Current.Find(identifier.Name) != Bindings.None)
        {
            return false;
        }

        Current.AddVar(identifier);
        return true;
    }

    /// <summary>Whether the outermost scope declares the name in any way.</summary>
    public bool IsDeclaredAtTop(string name) => _records[0].Find(name) != Bindings.None;
}
