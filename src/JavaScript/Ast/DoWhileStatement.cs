namespace Acornima.Ast;

/// <summary>ESTree <c>DoWhileStatement</c>.</summary>
public sealed class DoWhileStatement : Statement
{
    internal DoWhileStatement(Statement body, Expression test)
        : base(NodeType.DoWhileStatement)
    {
        Body = body;
        Test = test;
    }

    /// <summary>Runs at least once.</summary>
    public Statement Body { get; }

    /// <summary>Decides whether the body runs again.</summary>
    public Expression Test { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Body) ?? next.From(Test);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitDoWhileStatement(this);
}
