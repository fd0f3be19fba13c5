using Acornima.Ast;

namespace Acornima;

/// <summary>The names one scope declares. A view of the parser's own memory: valid during the callback only.</summary>
public readonly struct Scope
{
    private readonly ScopeRecord _record;

    internal Scope(ScopeRecord record)
    {
        _record = record;
    }

    /// <summary>Names of <c>var</c> declarations in this scope or hoisted through it, and of parameters.</summary>
    public ReadOnlySpan<Identifier> VarVariables => _record.Var.AsSpan();

    /// <summary>Names of <c>let</c>, <c>const</c>, <c>using</c>, class and import declarations, and of a catch clause's pattern.</summary>
    public ReadOnlySpan<Identifier> LexicalVariables => _record.Lexical.AsSpan();

    /// <summary>Names of function declarations.</summary>
    public ReadOnlySpan<Identifier> Functions => _record.Functions.AsSpan();
}
