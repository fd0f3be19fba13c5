namespace Acornima.Ast;

/// <summary>A module item: ESTree <c>ImportDeclaration</c> or one of the export declarations.</summary>
public abstract class ImportOrExportDeclaration : Declaration
{
    private protected ImportOrExportDeclaration(NodeType type)
        : base(type)
    {
    }
}
