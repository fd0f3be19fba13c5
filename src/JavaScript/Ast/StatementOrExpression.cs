namespace Acornima.Ast;

/// <summary>A node that may stand as an arrow function's body, a <c>for</c> initialiser or a default export.</summary>
public abstract class StatementOrExpression : Node
{
    private protected StatementOrExpression(NodeType type)
        : base(type)
    {
    }
}
