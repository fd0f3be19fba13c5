namespace Acornima.Ast;

/// <summary>ESTree <c>Program</c> of source type <c>script</c>.</summary>
public sealed class Script : Program
{
    internal Script(in NodeList<Statement> body, bool strict)
        : base(NodeType.Program, body)
    {
        Strict = strict;
    }

    /// <summary>Whether it starts with a <c>use strict</c> directive, or was parsed as strict.</summary>
    public bool Strict { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitProgram(this);
}
