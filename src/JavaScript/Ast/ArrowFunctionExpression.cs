namespace Acornima.Ast;

/// <summary>ESTree <c>ArrowFunctionExpression</c>.</summary>
public sealed class ArrowFunctionExpression : Expression, IFunction
{
    private readonly NodeList<Node> _params;

    internal ArrowFunctionExpression(in NodeList<Node> @params, StatementOrExpression body, bool async)
        : base(NodeType.ArrowFunctionExpression)
    {
        _params = @params;
        Body = body;
        Async = async;
    }

    /// <summary>Identifiers, patterns, defaults and a last rest element.</summary>
    public ref readonly NodeList<Node> Params => ref _params;

    /// <summary>A <see cref="FunctionBody"/> or an expression.</summary>
    public StatementOrExpression Body { get; }

    /// <summary>Whether it is async.</summary>
    public bool Async { get; }

    /// <summary>Always null: arrow functions have no name of their own.</summary>
    public Identifier? Id => null;

    /// <summary>Always false: arrow functions are not generators.</summary>
    public bool Generator => false;

    /// <summary>Whether the body is an expression.</summary>
    public bool Expression => Body is not FunctionBody;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Params) ?? next.From(Body);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitArrowFunctionExpression(this);
}
