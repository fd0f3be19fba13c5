namespace Acornima.Ast;

/// <summary>What every node of the tree is.</summary>
public interface INode
{
    /// <summary>The kind of node.</summary>
    NodeType Type { get; }
}
