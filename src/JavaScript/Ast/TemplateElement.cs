namespace Acornima.Ast;

/// <summary>ESTree <c>TemplateElement</c>: the text between two substitutions.</summary>
public sealed class TemplateElement : Node
{
    internal TemplateElement(TemplateValue value, bool tail)
        : base(NodeType.TemplateElement)
    {
        Value = value;
        Tail = tail;
    }

    /// <summary>Raw and cooked text.</summary>
    public TemplateValue Value { get; }

    /// <summary>Whether it is the last.</summary>
    public bool Tail { get; }

    /// <inheritdoc/>
    protected internal override object? Accept(AstVisitor visitor) => visitor.VisitTemplateElement(this);
}
