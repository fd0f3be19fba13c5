namespace Acornima.Ast;

/// <summary>ESTree <c>ArrayExpression</c>.</summary>
public sealed class ArrayExpression : Expression
{
    private readonly NodeList<Expression?> _elements;

    /// <summary>Creates a node that has no place in a source text.</summary>
    /// <param name="elements">In source order; a hole is null.</param>
    public ArrayExpression(in NodeList<Expression?> elements)
        : base(NodeType.ArrayExpression)
    {
        _elements = elements;
    }

    /// <summary>In source order; a hole is null.</summary>
    public ref readonly NodeList<Expression?> Elements => ref _elements;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Elements);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitArrayExpression(this);
}
