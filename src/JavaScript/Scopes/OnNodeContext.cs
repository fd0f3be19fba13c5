using System.Diagnostics.CodeAnalysis;

namespace Acornima;

/// <summary>What the parser knows when a node is complete. Valid during the callback only.</summary>
public readonly struct OnNodeContext
{
    private readonly Scope _scope;

    internal OnNodeContext(string input)
    {
        Input = input;
    }

    internal OnNodeContext(string input, Scope scope)
    {
        Input = input;
        HasScope = true;
        _scope = scope;
    }

    /// <summary>Whether the node opened a scope.</summary>
    public bool HasScope { get; }

    /// <summary>The whole text given to the parser.</summary>
    public string Input { get; }

    /// <summary>The scope the node opened; only when <see cref="HasScope"/>.</summary>
    [UnscopedRef]
    public ref readonly Scope Scope => ref _scope;
}
