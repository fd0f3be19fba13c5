namespace Acornima.Ast;

/// <summary>A function declaration, function expression or arrow function.</summary>
public interface IFunction : INode
{
    /// <summary>The name, or null.</summary>
    Identifier? Id { get; }

    /// <summary>Identifiers, patterns, defaults and a last rest element.</summary>
    ref readonly NodeList<Node> Params { get; }

    /// <summary>A <see cref="FunctionBody"/>, or an expression for a short arrow function.</summary>
    StatementOrExpression Body { get; }

    /// <summary>Whether it is a generator.</summary>
    bool Generator { get; }

    /// <summary>Whether the body is an expression.</summary>
    bool Expression { get; }

    /// <summary>Whether it is async.</summary>
    bool Async { get; }
}
