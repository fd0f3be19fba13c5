namespace Acornima.Ast;

/// <summary>ESTree <c>YieldExpression</c>.</summary>
public sealed class YieldExpression : Expression
{
    internal YieldExpression(Expression? argument, bool @delegate)
        : base(NodeType.YieldExpression)
    {
        Argument = argument;
        Delegate = @delegate;
    }

    /// <summary>The value, or null.</summary>
    public Expression? Argument { get; }

    /// <summary>Whether this is <c>yield*</c>.</summary>
    public bool Delegate { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Argument);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitYieldExpression(this);
}
