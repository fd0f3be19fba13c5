namespace Acornima.Ast;

/// <summary>ESTree <c>Declaration</c>: a statement that introduces names.</summary>
public abstract class Declaration : Statement
{
    private protected Declaration(NodeType type)
        : base(type)
    {
    }
}
