namespace Acornima.Ast;

/// <summary>ESTree <c>TaggedTemplateExpression</c>.</summary>
public sealed class TaggedTemplateExpression : Expression
{
    internal TaggedTemplateExpression(Expression tag, TemplateLiteral quasi)
        : base(NodeType.TaggedTemplateExpression)
    {
        Tag = tag;
        Quasi = quasi;
    }

    /// <summary>The function called.</summary>
    public Expression Tag { get; }

    /// <summary>The template.</summary>
    public TemplateLiteral Quasi { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Tag) ?? next.From(Quasi);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitTaggedTemplateExpression(this);
}
