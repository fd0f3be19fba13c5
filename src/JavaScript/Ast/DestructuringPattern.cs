namespace Acornima.Ast;

/// <summary>ESTree <c>ArrayPattern</c> or <c>ObjectPattern</c>.</summary>
public abstract class DestructuringPattern : Node, IDestructuringPatternElement
{
    private protected DestructuringPattern(NodeType type)
        : base(type)
    {
    }
}
