namespace Acornima.Ast;

/// <summary>A link of an optional chain.</summary>
public interface IChainElement : INode
{
    /// <summary>Whether this link is written with <c>?.</c>.</summary>
    bool Optional { get; }
}
