namespace Acornima.Ast;

/// <summary>ESTree <c>SwitchCase</c>.</summary>
public sealed class SwitchCase : Node
{
    private readonly NodeList<Statement> _consequent;

    internal SwitchCase(Expression? test, in NodeList<Statement> consequent)
        : base(NodeType.SwitchCase)
    {
        Test = test;
        _consequent = consequent;
    }

    /// <summary>The value to compare with, or null for <c>default</c>.</summary>
    public Expression? Test { get; }

    /// <summary>The statements after the colon.</summary>
    public ref readonly NodeList<Statement> Consequent => ref _consequent;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Test) ?? next.From(Consequent);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitSwitchCase(this);
}
