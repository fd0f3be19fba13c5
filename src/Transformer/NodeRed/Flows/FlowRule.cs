using System.Collections.Immutable;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>The part of a graph that becomes one rule: a device has one rule, so everything that listened to its topics is in it.</summary>
/// <param name="Name">The folder.</param>
/// <param name="Devices">The pattern over Device IDs; null for a subscription to topics that are nobody's raw topic here.</param>
/// <param name="Entries">The <c>mqtt in</c> nodes, with what they subscribed to; no topic for the case above.</param>
/// <param name="Nodes">Everything their messages reach, in the order it is reached, the entries left out.</param>
internal sealed record FlowRule(string Name, string? Devices, ImmutableArray<FlowEntry> Entries, ImmutableArray<GraphNode> Nodes);

/// <summary>One <c>mqtt in</c> of a rule.</summary>
/// <param name="Node">The node.</param>
/// <param name="Topic">What it subscribed to; null when that is no raw topic.</param>
internal sealed record FlowEntry(GraphNode Node, DeviceTopic? Topic);
