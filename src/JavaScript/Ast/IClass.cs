namespace Acornima.Ast;

/// <summary>A class declaration or class expression.</summary>
public interface IClass : INode
{
    /// <summary>In source order; usually empty.</summary>
    ref readonly NodeList<Decorator> Decorators { get; }

    /// <summary>The name, or null.</summary>
    Identifier? Id { get; }

    /// <summary>The heritage, or null.</summary>
    Expression? SuperClass { get; }

    /// <summary>The elements.</summary>
    ClassBody Body { get; }
}
