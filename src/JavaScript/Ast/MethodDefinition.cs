namespace Acornima.Ast;

/// <summary>ESTree <c>MethodDefinition</c>: a method, accessor or constructor of a class.</summary>
public sealed class MethodDefinition : ClassProperty
{
    private readonly NodeList<Decorator> _decorators;

    internal MethodDefinition(in NodeList<Decorator> decorators, PropertyKind kind, Expression key, FunctionExpression value, bool computed, bool @static)
        : base(NodeType.MethodDefinition, kind, key, computed, @static)
    {
        _decorators = decorators;
        Value = value;
    }

    /// <summary>In source order; usually empty.</summary>
    public ref readonly NodeList<Decorator> Decorators => ref _decorators;

    /// <summary>The function.</summary>
    public FunctionExpression Value { get; }

    private protected override Node? ValueNode => Value;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Decorators) ?? next.From(Key) ?? next.From(Value);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitMethodDefinition(this);
}
