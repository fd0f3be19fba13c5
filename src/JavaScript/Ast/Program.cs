namespace Acornima.Ast;

/// <summary>ESTree <c>Program</c>.</summary>
public abstract class Program : Node, IHoistingScope
{
    private readonly NodeList<Statement> _body;

    private protected Program(NodeType type, in NodeList<Statement> body)
        : base(type)
    {
        _body = body;
    }

    /// <summary>Statements and module items in source order.</summary>
    public ref readonly NodeList<Statement> Body => ref _body;
}
