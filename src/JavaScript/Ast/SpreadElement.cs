namespace Acornima.Ast;

/// <summary>ESTree <c>SpreadElement</c>.</summary>
public sealed class SpreadElement : Expression
{
    internal SpreadElement(Expression argument)
        : base(NodeType.SpreadElement)
    {
        Argument = argument;
    }

    /// <summary>What is spread.</summary>
    public Expression Argument { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Argument);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitSpreadElement(this);
}
