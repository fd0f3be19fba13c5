namespace Acornima.Ast;

/// <summary>ESTree <c>ClassExpression</c>.</summary>
public sealed class ClassExpression : Expression, IClass
{
    private readonly NodeList<Decorator> _decorators;

    internal ClassExpression(in NodeList<Decorator> decorators, Identifier? id, Expression? superClass, ClassBody body)
        : base(NodeType.ClassExpression)
    {
        _decorators = decorators;
        Id = id;
        SuperClass = superClass;
        Body = body;
    }

    /// <summary>In source order; usually empty.</summary>
    public ref readonly NodeList<Decorator> Decorators => ref _decorators;

    /// <summary>The name, visible only inside, or null.</summary>
    public Identifier? Id { get; }

    /// <summary>The heritage, or null.</summary>
    public Expression? SuperClass { get; }

    /// <summary>The elements.</summary>
    public ClassBody Body { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Decorators) ?? next.From(Id) ?? next.From(SuperClass) ?? next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitClassExpression(this);
}
