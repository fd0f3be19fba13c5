namespace Acornima.Ast;

/// <summary>ESTree <c>SwitchStatement</c>.</summary>
public sealed class SwitchStatement : Statement
{
    private readonly NodeList<SwitchCase> _cases;

    internal SwitchStatement(Expression discriminant, in NodeList<SwitchCase> cases)
        : base(NodeType.SwitchStatement)
    {
        Discriminant = discriminant;
        _cases = cases;
    }

    /// <summary>The value compared.</summary>
    public Expression Discriminant { get; }

    /// <summary>In source order.</summary>
    public ref readonly NodeList<SwitchCase> Cases => ref _cases;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Discriminant) ?? next.From(Cases);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitSwitchStatement(this);
}
