namespace Acornima.Ast;

/// <summary>ESTree <c>BlockStatement</c> that is a function's body.</summary>
public sealed class FunctionBody : BlockStatement, IHoistingScope
{
    /// <summary>Creates a node that has no place in a source text.</summary>
    /// <param name="body">In source order.</param>
    /// <param name="strict">Whether strict mode applies inside.</param>
    public FunctionBody(in NodeList<Statement> body, bool strict)
        : base(NodeType.BlockStatement, body)
    {
        Strict = strict;
    }

    /// <summary>Whether strict mode applies inside.</summary>
    public bool Strict { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitFunctionBody(this);
}
