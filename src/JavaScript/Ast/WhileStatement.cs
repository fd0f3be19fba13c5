namespace Acornima.Ast;

/// <summary>ESTree <c>WhileStatement</c>.</summary>
public sealed class WhileStatement : Statement
{
    internal WhileStatement(Expression test, Statement body)
        : base(NodeType.WhileStatement)
    {
        Test = test;
        Body = body;
    }

    /// <summary>Decides whether the body runs.</summary>
    public Expression Test { get; }

    /// <summary>The repeated statement.</summary>
    public Statement Body { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Test) ?? next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitWhileStatement(this);
}
