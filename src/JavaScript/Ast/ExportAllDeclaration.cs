namespace Acornima.Ast;

/// <summary>ESTree <c>ExportAllDeclaration</c>.</summary>
public sealed class ExportAllDeclaration : ExportDeclaration
{
    private readonly NodeList<ImportAttribute> _attributes;

    internal ExportAllDeclaration(Expression? exported, StringLiteral source, in NodeList<ImportAttribute> attributes)
        : base(NodeType.ExportAllDeclaration)
    {
        Exported = exported;
        Source = source;
        _attributes = attributes;
    }

    /// <summary>The namespace's exported name, or null for a plain star.</summary>
    public Expression? Exported { get; }

    /// <summary>The module specifier.</summary>
    public StringLiteral Source { get; }

    /// <summary>The <c>with</c> clause; usually empty.</summary>
    public ref readonly NodeList<ImportAttribute> Attributes => ref _attributes;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Exported) ?? next.From(Source) ?? next.From(Attributes);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitExportAllDeclaration(this);
}
