namespace Acornima.Ast;

/// <summary>ESTree <c>ImportDefaultSpecifier</c>.</summary>
public sealed class ImportDefaultSpecifier : ImportDeclarationSpecifier
{
    internal ImportDefaultSpecifier(Identifier local)
        : base(NodeType.ImportDefaultSpecifier, local)
    {
    }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Local);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitImportDefaultSpecifier(this);
}
