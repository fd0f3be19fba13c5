namespace Acornima.Ast;

/// <summary>One binding an import declaration introduces.</summary>
public abstract class ImportDeclarationSpecifier : ModuleSpecifier
{
    private protected ImportDeclarationSpecifier(NodeType type, Identifier local)
        : base(type)
    {
        Local = local;
    }

    /// <summary>The name bound in this module.</summary>
    public Identifier Local { get; }
}
