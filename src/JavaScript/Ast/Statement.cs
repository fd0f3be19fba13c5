namespace Acornima.Ast;

/// <summary>ESTree <c>Statement</c>.</summary>
public abstract class Statement : StatementOrExpression
{
    private protected Statement(NodeType type)
        : base(type)
    {
    }

    /// <summary>The label written immediately before the statement, or null. Further labels hang on that label's own statement.</summary>
    public Identifier? LabelSet { get; internal set; }
}
