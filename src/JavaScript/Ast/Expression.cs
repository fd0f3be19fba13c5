namespace Acornima.Ast;

/// <summary>ESTree <c>Expression</c>; also the base of the few nodes that stand where an expression may (<c>super</c>, spread, private names).</summary>
public abstract class Expression : StatementOrExpression
{
    private protected Expression(NodeType type)
        : base(type)
    {
    }
}
