namespace Acornima.Ast;

/// <summary>One entry between the braces of an import or export.</summary>
public abstract class ModuleSpecifier : Node
{
    private protected ModuleSpecifier(NodeType type)
        : base(type)
    {
    }
}
