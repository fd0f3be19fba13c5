namespace Acornima.Ast;

/// <summary>ESTree <c>FunctionDeclaration</c>.</summary>
public sealed class FunctionDeclaration : Declaration, IFunction
{
    private readonly NodeList<Node> _params;

    internal FunctionDeclaration(Identifier? id, in NodeList<Node> @params, FunctionBody body, bool generator, bool async)
        : base(NodeType.FunctionDeclaration)
    {
        Id = id;
        _params = @params;
        Body = body;
        Generator = generator;
        Async = async;
    }

    /// <summary>The name; null only in <c>export default function</c>.</summary>
    public Identifier? Id { get; }

    /// <summary>Identifiers, patterns, defaults and a last rest element.</summary>
    public ref readonly NodeList<Node> Params => ref _params;

    /// <summary>The statements.</summary>
    public FunctionBody Body { get; }

    /// <summary>Whether it is a generator.</summary>
    public bool Generator { get; }

    /// <summary>Whether it is async.</summary>
    public bool Async { get; }

    /// <summary>Always false: the body is a block.</summary>
    public bool Expression => false;

    StatementOrExpression IFunction.Body => Body;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Id) ?? next.From(Params) ?? next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitFunctionDeclaration(this);
}
