namespace Acornima.Ast;

/// <summary>ESTree <c>Program</c> of source type <c>module</c>.</summary>
public sealed class Module : Program
{
    /// <summary>Creates a node that has no place in a source text.</summary>
    /// <param name="body">In source order.</param>
    public Module(in NodeList<Statement> body)
        : base(NodeType.Program, body)
    {
    }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitProgram(this);
}
