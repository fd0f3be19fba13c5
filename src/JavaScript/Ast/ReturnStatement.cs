namespace Acornima.Ast;

/// <summary>ESTree <c>ReturnStatement</c>.</summary>
public sealed class ReturnStatement : Statement
{
    /// <summary>Creates a node that has no place in a source text.</summary>
    /// <param name="argument">The value, or null.</param>
    public ReturnStatement(Expression? argument)
        : base(NodeType.ReturnStatement)
    {
        Argument = argument;
    }

    /// <summary>The value, or null.</summary>
    public Expression? Argument { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Argument);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitReturnStatement(this);
}
