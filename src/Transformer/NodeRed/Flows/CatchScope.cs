using System.Text.Json;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Which nodes a catch node listens to.</summary>
internal static class CatchScope
{
    /// <summary>All on its tab, those of its group, or those it names; never nodes of another tab or subflow.</summary>
    public static bool Covers(GraphNode catching, GraphNode node)
    {
        if (catching.Prefix != node.Prefix || catching.Source.Tab != node.Source.Tab || catching == node)
        {
            return false;
        }

        var fields = catching.Source.Fields;
        if (fields.ValueKind == JsonValueKind.Object && fields.TryGetProperty("scope", out var scope) && scope.ValueKind == JsonValueKind.Array)
        {
            return scope.EnumerateArray().Any(id => id.ValueKind == JsonValueKind.String && id.GetString() == node.Source.Id);
        }

        return catching.Source.Text("scope") != "group" || catching.Source.Text("g") == node.Source.Text("g");
    }
}
