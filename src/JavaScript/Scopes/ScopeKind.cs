namespace Acornima;

/// <summary>What opened a scope, as far as declarations care.</summary>
internal enum ScopeKind : byte
{
    Block,
    SimpleCatch,
    Class,
    Function,
    Script,
    Module,
    StaticBlock,
}
