namespace Acornima.Ast;

/// <summary>ESTree <c>ImportExpression</c>: dynamic import.</summary>
public sealed class ImportExpression : Expression
{
    internal ImportExpression(ImportPhase phase, Expression source, Expression? options)
        : base(NodeType.ImportExpression)
    {
        Phase = phase;
        Source = source;
        Options = options;
    }

    /// <summary>Evaluation, source or deferred.</summary>
    public ImportPhase Phase { get; }

    /// <summary>The module specifier.</summary>
    public Expression Source { get; }

    /// <summary>The second argument, or null.</summary>
    public Expression? Options { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Source) ?? next.From(Options);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitImportExpression(this);
}
