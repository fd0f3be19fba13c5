namespace Acornima.Ast;

/// <summary>ESTree <c>ExpressionStatement</c>.</summary>
public abstract class ExpressionStatement : Statement
{
    private protected ExpressionStatement(NodeType type, Expression expression)
        : base(type)
    {
        Expression = expression;
    }

    /// <summary>The expression evaluated.</summary>
    public Expression Expression { get; }
}
