namespace Acornima.Ast;

/// <summary>ESTree <c>ArrayPattern</c>.</summary>
public sealed class ArrayPattern : DestructuringPattern
{
    private readonly NodeList<Node?> _elements;

    internal ArrayPattern(in NodeList<Node?> elements)
        : base(NodeType.ArrayPattern)
    {
        _elements = elements;
    }

    /// <summary>In source order; a hole is null.</summary>
    public ref readonly NodeList<Node?> Elements => ref _elements;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Elements);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitArrayPattern(this);
}
