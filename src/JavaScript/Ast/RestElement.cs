namespace Acornima.Ast;

/// <summary>ESTree <c>RestElement</c>.</summary>
public sealed class RestElement : Node, IDestructuringPatternElement
{
    internal RestElement(Node argument)
        : base(NodeType.RestElement)
    {
        Argument = argument;
    }

    /// <summary>The target of the remaining values.</summary>
    public Node Argument { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Argument);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitRestElement(this);
}
