using System.Collections.Immutable;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Gathers what is found about each node; a node that serves several rules still has one line.</summary>
internal sealed class FlowFindings
{
    private readonly Dictionary<string, (NodeVerdict Verdict, List<string> Reasons)> _byId = new(StringComparer.Ordinal);

    public void Add(FlowNode node, NodeVerdict verdict, string? reason = null)
    {
        if (!_byId.TryGetValue(node.Id, out var found))
        {
            found = (verdict, []);
        }

        if (reason is not null && !found.Reasons.Contains(reason))
        {
            found.Reasons.Add(reason);
        }

        _byId[node.Id] = (verdict > found.Verdict ? verdict : found.Verdict, found.Reasons);
    }

    public bool Has(FlowNode node) => _byId.ContainsKey(node.Id);

    public NodeVerdict? VerdictOf(FlowNode node) => _byId.TryGetValue(node.Id, out var found) ? found.Verdict : null;

    /// <summary>One finding for each node, in file order; a node nobody spoke of is not listed.</summary>
    public ImmutableArray<NodeFinding> Of(IEnumerable<FlowNode> nodes) =>
    [
        .. from node in nodes
           where _byId.ContainsKey(node.Id)
           let found = _byId[node.Id]
           select new NodeFinding(node.Id, node.Type, node.Name, node.At, found.Verdict, [.. found.Reasons]),
    ];
}
