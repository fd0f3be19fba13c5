namespace Acornima.Ast;

/// <summary>ESTree <c>Identifier</c>.</summary>
public sealed class Identifier : Expression, IDestructuringPatternElement
{
    /// <summary>Creates a node that has no place in a source text.</summary>
    /// <param name="name">Without escapes.</param>
    public Identifier(string name)
        : base(NodeType.Identifier)
    {
        Name = name;
    }

    /// <summary>Without escapes.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitIdentifier(this);
}
