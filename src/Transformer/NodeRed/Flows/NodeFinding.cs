using System.Collections.Immutable;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>The line of a report that belongs to one node.</summary>
/// <param name="Id">The node's.</param>
/// <param name="Type">For instance <c>change</c>.</param>
/// <param name="Name">What its author called it; often empty.</param>
/// <param name="At">Where it starts in flows.json.</param>
/// <param name="Verdict">The worst of what was found.</param>
/// <param name="Reasons">What is different, or why it cannot run; at least one unless it simply runs.</param>
public sealed record NodeFinding(string Id, string Type, string Name, SourcePosition At, NodeVerdict Verdict, ImmutableArray<string> Reasons);
