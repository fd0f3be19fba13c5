using Acornima.Ast;

namespace Acornima;

/// <summary>One scope while it is being parsed. Pooled by <see cref="ScopeStack"/>.</summary>
internal sealed class ScopeRecord
{
    public IdentifierList Var;
    public IdentifierList Lexical;
    public IdentifierList Functions;

    private readonly NameMap _declared = new();
    private NameMap _vars = new();

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
        _declared.Clear();
        _vars.Clear();
    }

    public Bindings Find(string name) => _declared.Find(name) | _vars.Find(name);

    /// <summary>Finds lexical names and functions only.</summary>
    public Bindings FindDeclared(string name) => _declared.Find(name);

    /// <summary>Adds a <c>var</c> or parameter, once however often it is declared.</summary>
    public void AddVar(Identifier identifier)
    {
        ref var bindings = ref _vars.Of(identifier.Name);
        if (bindings == Bindings.None)
        {
            bindings = Bindings.Var;
            Var.Add(identifier);
        }
    }

    /// <summary>Adds a lexical declaration.</summary>
    public void AddLexical(Identifier identifier, Bindings binding)
    {
        _declared.Of(identifier.Name) |= binding;
        Lexical.Add(identifier);
    }

    /// <summary>Adds a function; its name counts as sloppily declared only while every declaration of it is.</summary>
    public void AddFunction(Identifier identifier, bool sloppy)
    {
        ref var bindings = ref _declared.Of(identifier.Name);
        var staysSloppy = sloppy && (bindings == Bindings.None || (bindings & Bindings.SloppyFunction) != 0);
        bindings = staysSloppy
            ? bindings | Bindings.Function | Bindings.SloppyFunction
            : (bindings | Bindings.Function) & ~Bindings.SloppyFunction;
        Functions.Add(identifier);
    }

    /// <summary>
    /// Takes over the <c>var</c> names of a scope inside that closes: they are hoisted through this one. The smaller set is added to
    /// the larger, whichever scope it was, so that many names deep inside many blocks do not cost their product.
    /// </summary>
    public void Absorb(ScopeRecord inner)
    {
        if (inner.Var.Count > Var.Count)
        {
            (Var, inner.Var) = (inner.Var, Var);
            (_vars, inner._vars) = (inner._vars, _vars);
        }

        foreach (var identifier in inner.Var.AsSpan())
        {
            AddVar(identifier);
        }
    }
}
