namespace Acornima.Ast;

/// <summary>ESTree <c>VariableDeclaration</c>.</summary>
public sealed class VariableDeclaration : Declaration
{
    private readonly NodeList<VariableDeclarator> _declarations;

    internal VariableDeclaration(VariableDeclarationKind kind, in NodeList<VariableDeclarator> declarations)
        : base(NodeType.VariableDeclaration)
    {
        Kind = kind;
        _declarations = declarations;
    }

    /// <summary>Which keyword.</summary>
    public VariableDeclarationKind Kind { get; }

    /// <summary>At least one, in source order.</summary>
    public ref readonly NodeList<VariableDeclarator> Declarations => ref _declarations;

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Declarations);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitVariableDeclaration(this);
}
