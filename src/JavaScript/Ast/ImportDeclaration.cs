namespace Acornima.Ast;

/// <summary>ESTree <c>ImportDeclaration</c>.</summary>
public sealed class ImportDeclaration : ImportOrExportDeclaration
{
    private readonly NodeList<ImportDeclarationSpecifier> _specifiers;
    private readonly NodeList<ImportAttribute> _attributes;

    internal ImportDeclaration(ImportPhase phase, in NodeList<ImportDeclarationSpecifier> specifiers, StringLiteral source, in NodeList<ImportAttribute> attributes)
        : base(NodeType.ImportDeclaration)
    {
        Phase = phase;
        _specifiers = specifiers;
        Source = source;
        _attributes = attributes;
    }

    /// <summary>Evaluation, source or deferred.</summary>
    public ImportPhase Phase { get; }

    /// <summary>The bindings; empty for a bare import.</summary>
    public ref readonly NodeList<ImportDeclarationSpecifier> Specifiers => ref _specifiers;

    /// <summary>The module specifier.</summary>
    public StringLiteral Source { get; }

    /// <summary>The <c>with</c> clause; usually empty.</summary>
    public ref readonly NodeList<ImportAttribute> Attributes => ref _attributes;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Specifiers) ?? next.From(Source) ?? next.From(Attributes);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitImportDeclaration(this);
}
