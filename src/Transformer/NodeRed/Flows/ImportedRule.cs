using System.Collections.Immutable;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>One rule folder that a flow became.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Kind">mapping, script or function.</param>
/// <param name="Devices">The pattern over Device IDs; null when the rule is to be named on devices' records.</param>
/// <param name="Files">Its files but examples.json.</param>
/// <param name="Examples">What inject nodes sent, to be examples.</param>
public sealed record ImportedRule(string Name, string Kind, string? Devices, ImmutableArray<ImportedFile> Files, ImmutableArray<InjectedMessage> Examples);

/// <summary>One file of a rule folder.</summary>
/// <param name="Name">For instance rule.js.</param>
/// <param name="Text">What is in it.</param>
public readonly record struct ImportedFile(string Name, string Text);

/// <summary>A message that an inject node sent by hand.</summary>
/// <param name="Description">What its author called it; unique within the rule.</param>
/// <param name="Topic">The raw topic it comes on.</param>
/// <param name="Payload">The bytes.</param>
public sealed record InjectedMessage(string Description, string Topic, ImmutableArray<byte> Payload);
