namespace Acornima.Ast;

/// <summary>ESTree <c>ThrowStatement</c>.</summary>
public sealed class ThrowStatement : Statement
{
    internal ThrowStatement(Expression argument)
        : base(NodeType.ThrowStatement)
    {
        Argument = argument;
    }

    /// <summary>The value thrown.</summary>
    public Expression Argument { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Argument);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitThrowStatement(this);
}
