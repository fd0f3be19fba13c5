namespace Acornima.Ast;

/// <summary>ESTree <c>PrivateIdentifier</c>.</summary>
public sealed class PrivateIdentifier : Expression
{
    internal PrivateIdentifier(string name)
        : base(NodeType.PrivateIdentifier)
    {
        Name = name;
    }

    /// <summary>Without the number sign and without escapes.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitPrivateIdentifier(this);
}
