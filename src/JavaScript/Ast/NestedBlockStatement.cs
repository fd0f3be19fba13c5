namespace Acornima.Ast;

/// <summary>ESTree <c>BlockStatement</c> that is not a function's body.</summary>
public sealed class NestedBlockStatement : BlockStatement
{
    internal NestedBlockStatement(in NodeList<Statement> body)
        : base(NodeType.BlockStatement, body)
    {
    }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitBlockStatement(this);
}
