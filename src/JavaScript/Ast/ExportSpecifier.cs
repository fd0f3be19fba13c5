namespace Acornima.Ast;

/// <summary>ESTree <c>ExportSpecifier</c>: <c>local as exported</c>.</summary>
public sealed class ExportSpecifier : ModuleSpecifier
{
    internal ExportSpecifier(Expression local, Expression exported)
        : base(NodeType.ExportSpecifier)
    {
        Local = local;
        Exported = exported;
    }

    /// <summary>An identifier, or a string literal when re-exporting.</summary>
    public Expression Local { get; }

    /// <summary>An identifier or a string literal; the same node as the local name when not renamed.</summary>
    public Expression Exported { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        Local == Exported ? next.From(Local) : next.From(Local) ?? next.From(Exported);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitExportSpecifier(this);
}
