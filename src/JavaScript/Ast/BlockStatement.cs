namespace Acornima.Ast;

/// <summary>ESTree <c>BlockStatement</c> or <c>StaticBlock</c>.</summary>
public abstract class BlockStatement : Statement
{
    private readonly NodeList<Statement> _body;

    private protected BlockStatement(NodeType type, in NodeList<Statement> body)
        : base(type)
    {
        _body = body;
    }

    /// <summary>In source order.</summary>
    public ref readonly NodeList<Statement> Body => ref _body;
}
