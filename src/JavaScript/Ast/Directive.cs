namespace Acornima.Ast;

/// <summary>ESTree <c>Directive</c>: an entry of a directive prologue such as <c>"use strict"</c>.</summary>
public sealed class Directive : ExpressionStatement
{
    internal Directive(Expression expression, string value)
        : base(NodeType.ExpressionStatement, expression)
    {
        Value = value;
    }

    /// <summary>The source text between the quotes, escapes and all.</summary>
    public string Value { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Expression);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitExpressionStatement(this);
}
