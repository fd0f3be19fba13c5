namespace Acornima.Ast;

/// <summary>ESTree <c>StaticBlock</c> of a class.</summary>
public sealed class StaticBlock : BlockStatement, IClassElement, IHoistingScope
{
    internal StaticBlock(in NodeList<Statement> body)
        : base(NodeType.StaticBlock, body)
    {
    }

    bool IClassElement.Static => true;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitStaticBlock(this);
}
