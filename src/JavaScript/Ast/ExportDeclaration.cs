namespace Acornima.Ast;

/// <summary>One of the three ESTree export declarations.</summary>
public abstract class ExportDeclaration : ImportOrExportDeclaration
{
    private protected ExportDeclaration(NodeType type)
        : base(type)
    {
    }
}
