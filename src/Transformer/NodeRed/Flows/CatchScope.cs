using System.Text.Json;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Which nodes a catch node, or another that listens to nodes, listens to.</summary>
/// <remarks>Source: Node-RED 5.0.4, runtime/lib/flows/Flow.js.</remarks>
internal static class CatchScope
{
    /// <summary>The catch nodes that get the errors of a node: those on its tab or in its subflow; only when there are none, those around the subflow.</summary>
    /// <param name="node">The node that fails.</param>
    /// <param name="catches">All there are. One for errors that are "uncaught" gets what no other takes.</param>
    public static GraphNode[] TakersOf(GraphNode node, IReadOnlyCollection<GraphNode> catches)
    {
        for (var place = node; place is not null; place = place.Instance)
        {
            var covering = catches.Where(candidate => Covers(candidate, place)).ToArray();
            if (covering.Length > 0)
            {
                return covering.Where(candidate => !candidate.Source.Flag("uncaught")).ToArray() is { Length: > 0 } first ? first : covering;
            }
        }

        return [];
    }

    /// <summary>All on its tab, those of its group and the groups in that, or those it names; never nodes of another tab or subflow.</summary>
    public static bool Covers(GraphNode listening, GraphNode node)
    {
        if (listening.Prefix != node.Prefix || listening.Source.Tab != node.Source.Tab || listening == node)
        {
            return false;
        }

        var fields = listening.Source.Fields;
        if (fields.ValueKind == JsonValueKind.Object && fields.TryGetProperty("scope", out var scope) && scope.ValueKind == JsonValueKind.Array)
        {
            return scope.EnumerateArray().Any(id => id.ValueKind == JsonValueKind.String && id.GetString() == node.Source.Id);
        }

        return listening.Source.Text("scope") != "group" || listening.Groups is not [var group, ..] || node.Groups.Contains(group);
    }
}
