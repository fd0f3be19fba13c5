namespace Acornima.Ast;

/// <summary>ESTree <c>ImportSpecifier</c>: <c>{ imported as local }</c>.</summary>
public sealed class ImportSpecifier : ImportDeclarationSpecifier
{
    internal ImportSpecifier(Expression imported, Identifier local)
        : base(NodeType.ImportSpecifier, local)
    {
        Imported = imported;
    }

    /// <summary>An identifier or a string literal; the same node as the local name when not renamed.</summary>
    public Expression Imported { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        Imported == Local ? next.From(Local) : next.From(Imported) ?? next.From(Local);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitImportSpecifier(this);
}
