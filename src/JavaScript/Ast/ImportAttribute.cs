namespace Acornima.Ast;

/// <summary>ESTree <c>ImportAttribute</c>: <c>key: "value"</c>.</summary>
public sealed class ImportAttribute : Node
{
    internal ImportAttribute(Expression key, StringLiteral value)
        : base(NodeType.ImportAttribute)
    {
        Key = key;
        Value = value;
    }

    /// <summary>An identifier or a string literal.</summary>
    public Expression Key { get; }

    /// <summary>The value.</summary>
    public StringLiteral Value { get; }

    internal override Node? NextChildNode(ref ChildNodes.Enumerator next) =>
        next.From(Key) ?? next.From(Value);

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitImportAttribute(this);
}
