namespace Acornima.Ast;

/// <summary>ESTree <c>ImportNamespaceSpecifier</c>: <c>* as local</c>.</summary>
public sealed class ImportNamespaceSpecifier : ImportDeclarationSpecifier
{
    internal ImportNamespaceSpecifier(Identifier local)
        : base(NodeType.ImportNamespaceSpecifier, local)
    {
    }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Local);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitImportNamespaceSpecifier(this);
}
