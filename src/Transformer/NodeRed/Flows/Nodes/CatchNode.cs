namespace Busroot.Transformer.NodeRed.Flows.Nodes;

/// <summary><c>catch</c>: the way of what failed; see <see cref="CatchRoutes"/>.</summary>
internal static class CatchNode
{
    public static void Write(NodeWriter writer)
    {
        if (!CatchRoutes.Publishes(writer.Graph))
        {
            writer.Changed("what fails goes to quarantine with its error (onError), instead of to the nodes behind this one");
        }

        writer.Line($"send(msg, {writer.Everything})");
    }
}
