namespace Acornima.Ast;

/// <summary>ESTree <c>ForStatement</c>.</summary>
public sealed class ForStatement : Statement
{
    internal ForStatement(StatementOrExpression? init, Expression? test, Expression? update, Statement body)
        : base(NodeType.ForStatement)
    {
        Init = init;
        Test = test;
        Update = update;
        Body = body;
    }

    /// <summary>A declaration or expression, or null.</summary>
    public StatementOrExpression? Init { get; }

    /// <summary>The condition, or null for none.</summary>
    public Expression? Test { get; }

    /// <summary>Evaluated after each turn, or null.</summary>
    public Expression? Update { get; }

    /// <summary>The repeated statement.</summary>
    public Statement Body { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Init) ?? next.From(Test) ?? next.From(Update) ?? next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitForStatement(this);
}
