namespace Acornima.Ast;

/// <summary>ESTree <c>WithStatement</c>; sloppy code only.</summary>
public sealed class WithStatement : Statement
{
    internal WithStatement(Expression @object, Statement body)
        : base(NodeType.WithStatement)
    {
        Object = @object;
        Body = body;
    }

    /// <summary>The object whose properties become names.</summary>
    public Expression Object { get; }

    /// <summary>The statement that sees them.</summary>
    public Statement Body { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Object) ?? next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitWithStatement(this);
}
