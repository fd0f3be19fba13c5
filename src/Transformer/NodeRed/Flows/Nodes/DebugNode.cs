namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>debug</c>: a comment where it was wired.</summary>
internal static class DebugNode
{
    public static void Write(NodeWriter writer) => writer.Changed("a trace point: rule.js has a comment where it was wired; nothing is printed");
}
