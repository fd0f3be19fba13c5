namespace Acornima.Ast;

/// <summary>ESTree <c>ConditionalExpression</c>.</summary>
public sealed class ConditionalExpression : Expression
{
    internal ConditionalExpression(Expression test, Expression consequent, Expression alternate)
        : base(NodeType.ConditionalExpression)
    {
        Test = test;
        Consequent = consequent;
        Alternate = alternate;
    }

    /// <summary>The condition.</summary>
    public Expression Test { get; }

    /// <summary>The value when it holds.</summary>
    public Expression Consequent { get; }

    /// <summary>The value when it does not.</summary>
    public Expression Alternate { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Test) ?? next.From(Consequent) ?? next.From(Alternate);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitConditionalExpression(this);
}
