namespace Acornima.Ast;

/// <summary>ESTree <c>MemberExpression</c>.</summary>
public sealed class MemberExpression : Expression, IChainElement, IDestructuringPatternElement
{
    internal MemberExpression(Expression @object, Expression property, bool computed, bool optional)
        : base(NodeType.MemberExpression)
    {
        Object = @object;
        Property = property;
        Computed = computed;
        Optional = optional;
    }

    /// <summary>The base; may be <c>super</c>.</summary>
    public Expression Object { get; }

    /// <summary>An identifier or private name, or any expression when computed.</summary>
    public Expression Property { get; }

    /// <summary>Whether it is written with brackets.</summary>
    public bool Computed { get; }

    /// <summary>Whether it is written with <c>?.</c>.</summary>
    public bool Optional { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Object) ?? next.From(Property);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitMemberExpression(this);
}
