namespace Acornima.Ast;

/// <summary>ESTree <c>TemplateLiteral</c>.</summary>
public sealed class TemplateLiteral : Expression
{
    private readonly NodeList<TemplateElement> _quasis;
    private readonly NodeList<Expression> _expressions;

    internal TemplateLiteral(in NodeList<TemplateElement> quasis, in NodeList<Expression> expressions)
        : base(NodeType.TemplateLiteral)
    {
        _quasis = quasis;
        _expressions = expressions;
    }

    /// <summary>One more than the expressions.</summary>
    public ref readonly NodeList<TemplateElement> Quasis => ref _quasis;

    /// <summary>The substitutions.</summary>
    public ref readonly NodeList<Expression> Expressions => ref _expressions;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.FromTemplate(Quasis, Expressions);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitTemplateLiteral(this);
}
