namespace Acornima.Ast;

/// <summary>ESTree <c>ExportNamedDeclaration</c>.</summary>
public sealed class ExportNamedDeclaration : ExportDeclaration
{
    private readonly NodeList<ExportSpecifier> _specifiers;
    private readonly NodeList<ImportAttribute> _attributes;

    internal ExportNamedDeclaration(Declaration? declaration, in NodeList<ExportSpecifier> specifiers, StringLiteral? source, in NodeList<ImportAttribute> attributes)
        : base(NodeType.ExportNamedDeclaration)
    {
        Declaration = declaration;
        _specifiers = specifiers;
        Source = source;
        _attributes = attributes;
    }

    /// <summary>The exported declaration, or null when names are listed.</summary>
    public Declaration? Declaration { get; }

    /// <summary>The listed names.</summary>
    public ref readonly NodeList<ExportSpecifier> Specifiers => ref _specifiers;

    /// <summary>The module they come from, or null for this one.</summary>
    public StringLiteral? Source { get; }

    /// <summary>The <c>with</c> clause; usually empty.</summary>
    public ref readonly NodeList<ImportAttribute> Attributes => ref _attributes;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Declaration) ?? next.From(Specifiers) ?? next.From(Source) ?? next.From(Attributes);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitExportNamedDeclaration(this);
}
