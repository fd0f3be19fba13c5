namespace Acornima.Ast;

/// <summary>ESTree <c>ExportDefaultDeclaration</c>.</summary>
public sealed class ExportDefaultDeclaration : ExportDeclaration
{
    internal ExportDefaultDeclaration(StatementOrExpression declaration)
        : base(NodeType.ExportDefaultDeclaration)
    {
        Declaration = declaration;
    }

    /// <summary>A function or class declaration, or an expression.</summary>
    public StatementOrExpression Declaration { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Declaration);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitExportDefaultDeclaration(this);
}
