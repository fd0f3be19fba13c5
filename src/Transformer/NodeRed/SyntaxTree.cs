using Acornima.Ast;

namespace Busroot.Transformer.NodeRed;

/// <summary>Walks trees of the parser without recursion: how deep one is, its author decides.</summary>
internal static class SyntaxTree
{
    /// <summary>A node and everything below it, in no particular order.</summary>
    public static IEnumerable<Node> Nodes(Node root)
    {
        var open = new Stack<Node>();
        open.Push(root);
        while (open.TryPop(out var node))
        {
            yield return node;
            foreach (var child in node.ChildNodes)
            {
                open.Push(child);
            }
        }
    }
}
