namespace Acornima.Ast;

/// <summary>ESTree <c>IfStatement</c>.</summary>
public sealed class IfStatement : Statement
{
    internal IfStatement(Expression test, Statement consequent, Statement? alternate)
        : base(NodeType.IfStatement)
    {
        Test = test;
        Consequent = consequent;
        Alternate = alternate;
    }

    /// <summary>The condition.</summary>
    public Expression Test { get; }

    /// <summary>Runs when the condition holds.</summary>
    public Statement Consequent { get; }

    /// <summary>The <c>else</c> branch, or null.</summary>
    public Statement? Alternate { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Test) ?? next.From(Consequent) ?? next.From(Alternate);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitIfStatement(this);
}
