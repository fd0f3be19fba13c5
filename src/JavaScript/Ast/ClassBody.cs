namespace Acornima.Ast;

/// <summary>ESTree <c>ClassBody</c>.</summary>
public sealed class ClassBody : Node
{
    private readonly NodeList<Node> _body;

    internal ClassBody(in NodeList<Node> body)
        : base(NodeType.ClassBody)
    {
        _body = body;
    }

    /// <summary>Methods, fields, accessors and static blocks in source order.</summary>
    public ref readonly NodeList<Node> Body => ref _body;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitClassBody(this);
}
