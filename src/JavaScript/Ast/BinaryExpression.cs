namespace Acornima.Ast;

/// <summary>ESTree <c>BinaryExpression</c> or <c>LogicalExpression</c>.</summary>
public abstract class BinaryExpression : Expression
{
    private protected BinaryExpression(NodeType type, Operator @operator, Expression left, Expression right)
        : base(type)
    {
        Operator = @operator;
        Left = left;
        Right = right;
    }

    /// <summary>Never an assignment.</summary>
    public Operator Operator { get; }

    /// <summary>The left operand; a private name in <c>#x in o</c>.</summary>
    public Expression Left { get; }

    /// <summary>The right operand.</summary>
    public Expression Right { get; }
}
