namespace Acornima.Ast;

/// <summary>ESTree <c>UnaryExpression</c> or <c>UpdateExpression</c>.</summary>
public abstract class UnaryExpression : Expression
{
    private protected UnaryExpression(NodeType type, Operator @operator, Expression argument)
        : base(type)
    {
        Operator = @operator;
        Argument = argument;
    }

    /// <summary>A prefix operator, or increment or decrement.</summary>
    public Operator Operator { get; }

    /// <summary>The operand.</summary>
    public Expression Argument { get; }
}
