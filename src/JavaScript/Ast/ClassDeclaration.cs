namespace Acornima.Ast;

/// <summary>ESTree <c>ClassDeclaration</c>.</summary>
public sealed class ClassDeclaration : Declaration, IClass
{
    private readonly NodeList<Decorator> _decorators;

    internal ClassDeclaration(in NodeList<Decorator> decorators, Identifier? id, Expression? superClass, ClassBody body)
        : base(NodeType.ClassDeclaration)
    {
        _decorators = decorators;
        Id = id;
        SuperClass = superClass;
        Body = body;
    }

    /// <summary>In source order; usually empty.</summary>
    public ref readonly NodeList<Decorator> Decorators => ref _decorators;

    /// <summary>The name; null only in <c>export default class</c>.</summary>
    public Identifier? Id { get; }

    /// <summary>The heritage, or null.</summary>
    public Expression? SuperClass { get; }

    /// <summary>The elements.</summary>
    public ClassBody Body { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Decorators) ?? next.From(Id) ?? next.From(SuperClass) ?? next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitClassDeclaration(this);
}
